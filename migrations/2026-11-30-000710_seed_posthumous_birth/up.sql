-- How long after the death a child of the dead can be born.
insert into rule_parameters
    (id, key, value, valid_from, valid_until, legal_reference, note, confidence, version, created_at, updated_at)
values ('01935000-1130-7000-8000-000000000710', 'posthumous_birth_days', 300, '1974-01-02', null,
    'KUHPerdata pasal 255',
    'Anak yang lahir 300 hari setelah perkawinan bubar bukan anak dari perkawinan itu. Diterapkan sejak hari kematian.',
    'medium', 1, '2026-11-30 00:00:00+07', '2026-11-30 00:00:00+07');
