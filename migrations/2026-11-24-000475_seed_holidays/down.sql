delete from holidays where id::text like '01935000-0475-7000-8000-%';
