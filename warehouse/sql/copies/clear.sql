-- What was needed for the comparison gives its memory back.
DROP TABLE IF EXISTS member;
DROP TABLE IF EXISTS bucket;
DROP TABLE IF EXISTS affected;
DROP TABLE IF EXISTS candidate;
DROP TABLE IF EXISTS pair;
DROP TABLE IF EXISTS wanted;
DROP TABLE IF EXISTS said;
DROP TABLE IF EXISTS likeness;
DROP TABLE IF EXISTS changed;
DROP TABLE IF EXISTS known;
