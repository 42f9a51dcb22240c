-- The highest wage base: its 1 % is the highest contribution for work accidents.
insert into rule_parameters
    (id, key, value, valid_from, valid_until, legal_reference, note, confidence, version, created_at, updated_at)
values ('01935000-0615-7000-8000-000000000001', 'wage_base_maximum_idr', 20700000, '2015-07-01', null,
    'PP 44/2015, Lampiran II',
    'Iuran JKK peserta BPU paling banyak 207.000, yaitu 1 % dari dasar upah ini.',
    'high', 1, '2026-11-24 00:00:00+07', '2026-11-24 00:00:00+07');
