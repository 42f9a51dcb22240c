-- The month in which a school year begins, from which its scholarship can be claimed.
insert into rule_parameters
    (id, key, value, valid_from, valid_until, legal_reference, note, confidence, version, created_at, updated_at)
values ('01935000-1130-7000-8000-000000000330', 'school_year_start_month', 7, '1979-01-01', null,
    'Kalender pendidikan nasional (Keputusan Mendikbud 0211/U/1978)',
    'Tahun ajaran dimulai pada bulan Juli.', 'medium', 1, '2026-11-30 00:00:00+07', '2026-11-30 00:00:00+07');
