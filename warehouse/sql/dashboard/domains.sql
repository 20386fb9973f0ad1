-- The domains in the order of their codes, which decides their colours.
SELECT domain, name_zh FROM core.domain ORDER BY domain
