-- Room on each page for a few new versions of its rows: a row that is updated where it lies needs
-- no new entry in an index, and one page logged instead of two. Full pages stay as they are.
alter table grievances set (fillfactor = 85);
