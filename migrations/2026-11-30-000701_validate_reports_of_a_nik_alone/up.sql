-- What was added without reading the rows that stood there already.
alter table deaths validate constraint deaths_whose_check;
