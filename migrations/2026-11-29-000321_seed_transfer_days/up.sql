-- After how many days the regency's office may answer for a village that does not.
insert into rule_parameters
    (id, key, value, valid_from, valid_until, legal_reference, note, confidence, version, created_at, updated_at)
values ('01935000-1129-7000-8000-000000000321', 'transfer_answer_days', 7, '2019-01-01', null,
    'Kebijakan pengelola; tidak diatur dalam peraturan',
    'Setelah sekian hari tanpa jawaban, dinas kabupaten asal dapat menjawab permintaan perpindahan.',
    'medium', 1, '2026-11-29 00:00:00+07', '2026-11-29 00:00:00+07');
