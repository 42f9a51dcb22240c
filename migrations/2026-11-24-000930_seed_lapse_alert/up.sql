-- The strictest reading of when a membership is cut off, for alerts only: what is said of a standing follows the handbook.
insert into rule_parameters
    (id, key, value, valid_from, valid_until, legal_reference, note, confidence, version, created_at, updated_at)
values ('01935000-0930-7000-8000-000000000001', 'lapse_alert_after_unpaid_months', 2, '2015-07-01', null,
    'BPJS Ketenagakerjaan, keterangan kantor cabang',
    'Pembacaan paling ketat: kepesertaan terputus saat memasuki bulan ketiga tanpa iuran. Hanya untuk peringatan; status kepesertaan mengikuti panduan peserta.',
    'medium', 1, '2026-11-24 00:00:00+07', '2026-11-24 00:00:00+07');
