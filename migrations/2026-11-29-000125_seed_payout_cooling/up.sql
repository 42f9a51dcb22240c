-- How long an account that took the place of another is not paid to.
insert into rule_parameters
    (id, key, value, valid_from, valid_until, legal_reference, note, confidence, version, created_at, updated_at)
values ('01935000-0125-7000-8000-000000000001', 'payout_change_cooling_hours', 24, '2015-07-01', null,
    'Kebijakan pengamanan pembayaran; bukan ketentuan peraturan',
    'Dihitung sejak rekening pengganti dicatat, agar ahli waris yang dirugikan sempat melapor.',
    'low', 1, '2026-11-29 00:00:00+07', '2026-11-29 00:00:00+07');
