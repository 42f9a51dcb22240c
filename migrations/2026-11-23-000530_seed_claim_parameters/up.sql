-- The parameter that only claims ask for.
insert into rule_parameters
    (id, key, value, valid_from, valid_until, legal_reference, note, confidence, version, created_at, updated_at)
values ('01935000-0530-7000-8000-000000000001', 'age_of_majority_years', 18, '1974-01-02', null,
    'UU 1/1974 pasal 47 dan 50',
    'Di bawah umur ini penerima dibayar melalui wali. KUHPerdata pasal 330 menyebut 21 tahun: pastikan dengan BPJS.',
    'medium', 1, '2026-11-23 00:00:00+07', '2026-11-23 00:00:00+07');
