-- The holidays of 2026 with their collective leave.
insert into holidays
    (id, holiday_on, kind, name, legal_reference, note, confidence, status, version, created_at, updated_at)
select ('01935000-0475-7000-8000-' || lpad((row_number() over (order by holiday_on))::text, 12, '0'))::uuid,
       holiday_on::date, kind, name,
       'SKB Menteri Agama, Menteri Ketenagakerjaan dan Menteri PANRB 1497/2025, 2/2025, 5/2025', null, 'high', 'approved',
       1, '2026-11-24 00:00:00+07', '2026-11-24 00:00:00+07'
from (values
    ('2026-01-01', 'national', 'Tahun Baru 2026 Masehi'),
    ('2026-01-16', 'national', 'Isra Mikraj Nabi Muhammad SAW'),
    ('2026-02-16', 'collective_leave', 'Cuti bersama Tahun Baru Imlek'),
    ('2026-02-17', 'national', 'Tahun Baru Imlek 2577 Kongzili'),
    ('2026-03-18', 'collective_leave', 'Cuti bersama Hari Suci Nyepi'),
    ('2026-03-19', 'national', 'Hari Suci Nyepi (Tahun Baru Saka 1948)'),
    ('2026-03-20', 'collective_leave', 'Cuti bersama Idulfitri'),
    ('2026-03-21', 'national', 'Idulfitri 1447 Hijriah'),
    ('2026-03-22', 'national', 'Idulfitri 1447 Hijriah'),
    ('2026-03-23', 'collective_leave', 'Cuti bersama Idulfitri'),
    ('2026-03-24', 'collective_leave', 'Cuti bersama Idulfitri'),
    ('2026-04-03', 'national', 'Wafat Yesus Kristus'),
    ('2026-04-05', 'national', 'Kebangkitan Yesus Kristus (Paskah)'),
    ('2026-05-01', 'national', 'Hari Buruh Internasional'),
    ('2026-05-14', 'national', 'Kenaikan Yesus Kristus'),
    ('2026-05-15', 'collective_leave', 'Cuti bersama Kenaikan Yesus Kristus'),
    ('2026-05-27', 'national', 'Iduladha 1447 Hijriah'),
    ('2026-05-28', 'collective_leave', 'Cuti bersama Iduladha'),
    ('2026-05-31', 'national', 'Hari Raya Waisak 2570 BE'),
    ('2026-06-01', 'national', 'Hari Lahir Pancasila'),
    ('2026-06-16', 'national', '1 Muharam Tahun Baru Islam 1448 Hijriah'),
    ('2026-08-17', 'national', 'Proklamasi Kemerdekaan'),
    ('2026-08-25', 'national', 'Maulid Nabi Muhammad SAW'),
    ('2026-12-24', 'collective_leave', 'Cuti bersama Natal'),
    ('2026-12-25', 'national', 'Kelahiran Yesus Kristus (Natal)')
) as seed (holiday_on, kind, name);
