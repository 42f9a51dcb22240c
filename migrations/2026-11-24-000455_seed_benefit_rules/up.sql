-- What the insurer owes, with the sources and the confidence that research gave them. What no source is known for
-- (benefits of work accidents before PP 82/2019, the scholarship of PP 44/2015) is left out rather than guessed.
insert into benefit_rules
    (id, kind, circumstance, item, measure, amount_idr, factor, basis_points, cap_idr, from_unit, until_unit,
     education_level, after_waiting, total_months_from, once_per_person, children_maximum, child_age_below,
     valid_from, valid_until, legal_reference, note, confidence, status, version, created_at, updated_at)
select ('01935000-0455-7000-8000-' || lpad(n::text, 12, '0'))::uuid, kind, circumstance, item, measure, amount_idr,
       factor, basis_points, cap_idr, from_unit, until_unit, null, after_waiting, null, item = 'funeral', null, null,
       valid_from::date, valid_until::date, legal_reference, note, confidence, 'approved', 1,
       '2026-11-24 00:00:00+07', '2026-11-24 00:00:00+07'
from (values
    -- JKM until PP 82/2019: 16.2m + 4.8m + 3m.
    (1, 'death', 'death', 'death', 'fixed', 16200000::bigint, 1, null::integer, null::bigint, null::integer, null::integer,
     false, '2015-07-01', '2019-12-01', 'PP 44/2015', null, 'high'),
    (2, 'death', 'death', 'periodic', 'fixed', 200000, 24, null, null, null, null,
     false, '2015-07-01', '2019-12-01', 'PP 44/2015', '24 bulan, dibayar sekaligus.', 'high'),
    (3, 'death', 'death', 'funeral', 'fixed', 3000000, 1, null, null, null, null,
     false, '2015-07-01', '2019-12-01', 'PP 44/2015', null, 'high'),
    -- JKM since: 20m + 12m + 10m, of which only the funeral is due before the waiting months.
    (4, 'death', 'death', 'death', 'fixed', 20000000, 1, null, null, null, null,
     true, '2019-12-02', null, 'PP 82/2019', 'Sejak Permenaker 1/2025 hanya setelah bulan iuran berturut-turut yang ditetapkan.', 'high'),
    (5, 'death', 'death', 'periodic', 'fixed', 500000, 24, null, null, null, null,
     true, '2019-12-02', null, 'PP 82/2019', '24 bulan, dibayar sekaligus.', 'high'),
    (6, 'death', 'death', 'funeral', 'fixed', 10000000, 1, null, null, null, null,
     false, '2019-12-02', null, 'PP 82/2019', 'Sekali untuk satu orang, juga bila kepesertaannya lebih dari satu.', 'high'),
    -- JKK, death at work: 48 x base + 10m + 12m.
    (7, 'work_accident', 'death', 'death', 'wage_base', null, 48, null, null, null, null,
     false, '2019-12-02', null, 'PP 82/2019', '60% x 80 x dasar upah.', 'high'),
    (8, 'work_accident', 'death', 'periodic', 'fixed', 500000, 24, null, null, null, null,
     false, '2019-12-02', null, 'PP 82/2019', '24 bulan, dibayar sekaligus.', 'high'),
    (9, 'work_accident', 'death', 'funeral', 'fixed', 10000000, 1, null, null, null, null,
     false, '2019-12-02', null, 'PP 82/2019', 'Sekali untuk satu orang, juga bila kepesertaannya lebih dari satu.', 'high'),
    -- JKK, total permanent disability: 56 x base + 12m.
    (10, 'work_accident', 'total_disability', 'disability_total', 'wage_base', null, 56, null, null, null, null,
     false, '2019-12-02', null, 'PP 82/2019', '70% x 80 x dasar upah.', 'high'),
    (11, 'work_accident', 'total_disability', 'periodic', 'fixed', 500000, 24, null, null, null, null,
     false, '2019-12-02', null, 'PP 82/2019', '24 bulan, dibayar sekaligus. Sumber kurang sepakat.', 'medium'),
    -- JKK, partial disability: the percentages come from the doctor's and the insurer's papers.
    (12, 'work_accident', 'partial_disability', 'disability_anatomical', 'disability', null, 80, null, null, null, null,
     false, '2015-07-01', null, 'PP 44/2015, Lampiran III', '% sesuai tabel x 80 x dasar upah.', 'high'),
    (13, 'work_accident', 'partial_disability', 'disability_functional', 'disability', null, 80, null, null, null, null,
     false, '2015-07-01', null, 'PP 44/2015, Lampiran III', '% berkurangnya fungsi x % sesuai tabel x 80 x dasar upah.', 'high'),
    -- JKK, whatever came of the accident.
    (14, 'work_accident', null, 'temporary_inability', 'inability_month', null, null, 10000, null, 1, 12,
     false, '2019-12-02', null, 'PP 82/2019', '12 bulan pertama.', 'high'),
    (15, 'work_accident', null, 'temporary_inability', 'inability_month', null, null, 5000, null, 13, null,
     false, '2019-12-02', null, 'PP 82/2019', 'Bulan ke-13 sampai sembuh.', 'high'),
    (16, 'work_accident', null, 'treatment', 'cost', null, null, null, null, null, null,
     false, '2019-12-02', null, 'PP 82/2019', 'Sesuai kebutuhan medis, kelas I rumah sakit pemerintah.', 'high'),
    (17, 'work_accident', null, 'home_care', 'cost', null, null, null, 20000000, null, null,
     false, '2019-12-02', null, 'PP 82/2019', 'Paling lama satu tahun.', 'high'),
    (18, 'work_accident', null, 'transport_land', 'cost', null, null, null, 5000000, null, null,
     false, '2019-12-02', null, 'PP 82/2019', null, 'high'),
    (19, 'work_accident', null, 'transport_sea', 'cost', null, null, null, 2000000, null, null,
     false, '2019-12-02', null, 'PP 82/2019', null, 'high'),
    (20, 'work_accident', null, 'transport_air', 'cost', null, null, null, 10000000, null, null,
     false, '2019-12-02', null, 'PP 82/2019', null, 'high'),
    (21, 'work_accident', null, 'dentures', 'cost', null, null, null, 5000000, null, null,
     false, '2019-12-02', null, 'PP 82/2019', null, 'high'),
    (22, 'work_accident', null, 'hearing_aid', 'cost', null, null, null, 2500000, null, null,
     false, '2019-12-02', null, 'PP 82/2019', null, 'high'),
    (23, 'work_accident', null, 'glasses', 'cost', null, null, null, 1000000, null, null,
     false, '2019-12-02', null, 'PP 82/2019', null, 'high'),
    -- What the insurer owes for paying late.
    (24, 'death', null, 'late_fee', 'delay_day', null, null, 100, null, null, null,
     false, '2015-07-01', null, 'PP 44/2015', '1% dari manfaat untuk setiap hari keterlambatan.', 'high'),
    (25, 'work_accident', null, 'late_fee', 'delay_day', null, null, 100, null, null, null,
     false, '2015-07-01', null, 'PP 44/2015', '1% dari manfaat untuk setiap hari keterlambatan.', 'high')
) as seed (n, kind, circumstance, item, measure, amount_idr, factor, basis_points, cap_idr, from_unit, until_unit,
           after_waiting, valid_from, valid_until, legal_reference, note, confidence);

-- The scholarship: 87m for a child from kindergarten on, at most two children. After a death not at work only with
-- three years of contributions; after a death at work or a total disability without that.
insert into benefit_rules
    (id, kind, circumstance, item, measure, amount_idr, factor, education_level, after_waiting, total_months_from,
     once_per_person, children_maximum, child_age_below, valid_from, legal_reference, note, confidence, status, version,
     created_at, updated_at)
select ('01935000-0455-7000-8000-' || lpad((100 + row_number() over (order by case_number, level_number))::text, 12, '0'))::uuid,
       kind, circumstance, 'scholarship', 'school_year', amount_idr, years, level, kind = 'death', total_months_from,
       false, 2, 23, date '2019-12-02', 'PP 82/2019', 'Anak belum 23 tahun, belum menikah, belum bekerja.', 'high',
       'approved', 1, '2026-11-24 00:00:00+07', '2026-11-24 00:00:00+07'
from (values
    (1, 'death', 'death', 36),
    (2, 'work_accident', 'death', null),
    (3, 'work_accident', 'total_disability', null)
) as cases (case_number, kind, circumstance, total_months_from)
cross join (values
    (1, 'kindergarten', 1500000, 2),
    (2, 'primary', 1500000, 6),
    (3, 'junior', 2000000, 3),
    (4, 'senior', 3000000, 3),
    (5, 'higher', 12000000, 5)
) as levels (level_number, level, amount_idr, years);
