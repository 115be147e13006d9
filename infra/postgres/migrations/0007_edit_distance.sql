-- Distances of serial numbers, for the search of misread ones.
create extension if not exists fuzzystrmatch;
