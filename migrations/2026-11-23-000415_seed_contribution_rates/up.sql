-- The rates of members outside an employment relation (BPU).
insert into contribution_rates
    (id, programme, segment, relief, method, amount_idr, basis_points, min_idr, max_idr, from_month, until_month,
     legal_reference, note, confidence, version, created_at, updated_at)
select ('01935000-0415-7000-8000-' || lpad((row_number() over (order by segment, relief, programme))::text, 12, '0'))::uuid,
       programme, segment, relief, method, amount_idr, basis_points, min_idr, max_idr, from_month, until_month,
       legal_reference, note, 'high', 1, '2026-11-23 00:00:00+07', '2026-11-23 00:00:00+07'
from (
    select programme, segment, false as relief, method, amount_idr, basis_points, min_idr, max_idr,
           date '2015-07-01' as from_month, null::date as until_month, legal_reference, note
    from (values
        ('jkk', 'percent', null::bigint, 100, 10000::bigint, 207000::bigint, 'PP 44/2015, Lampiran II',
         '1% dari dasar upah; paling banyak 207.000.'),
        ('jkm', 'flat', 6800, null, null, null, 'PP 44/2015', null),
        ('jht', 'percent', null, 200, 20000, null, 'PP 46/2015', '2% dari dasar upah; paling sedikit 20.000.')
    ) as rate (programme, method, amount_idr, basis_points, min_idr, max_idr, legal_reference, note)
    cross join (values ('general'), ('transport')) as segments (segment)
    union all
    select programme, segment, true, method, amount_idr, basis_points, min_idr, max_idr, from_month, until_month,
           'PP 50/2025', 'Separuh dari iuran biasa; tidak berlaku bila iuran dibayar APBN atau APBD. Manfaat tetap.'
    from (values
        ('jkk', 'percent', null::bigint, 50, 5000::bigint, 103500::bigint),
        ('jkm', 'flat', 3400, null, null, null)
    ) as rate (programme, method, amount_idr, basis_points, min_idr, max_idr)
    cross join (values
        ('general', date '2026-04-01', date '2026-12-01'),
        ('transport', date '2026-01-01', date '2027-03-01')
    ) as segments (segment, from_month, until_month)
) as seed;
