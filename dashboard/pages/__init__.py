"""The pages: each module has `page(edition, asked, …)`, which gives what its template draws."""
