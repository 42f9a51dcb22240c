-- The parameters in force, with the sources and the confidence that research gave them.
insert into rule_parameters
    (id, key, value, valid_from, valid_until, legal_reference, note, confidence, version, created_at, updated_at)
select ('01935000-0405-7000-8000-' || lpad(n::text, 12, '0'))::uuid, key, value, valid_from::date, null,
       legal_reference, note, confidence, 1, '2026-11-23 00:00:00+07', '2026-11-23 00:00:00+07'
from (values
    (1, 'entry_age_limit_years', 65, '2021-04-01', 'Permenaker 5/2021',
     'Belum berusia 65 tahun saat mendaftar dan saat iuran pertama. Batas masuk, bukan batas keluar.', 'high'),
    (2, 'wage_base_minimum_idr', 1000000, '2015-07-01', 'PP 44/2015, Lampiran II',
     'Dasar upah terendah peserta BPU.', 'high'),
    (3, 'jobs_maximum', 2, '2021-04-01', 'Permenaker 5/2021',
     'Jumlah pekerjaan seorang peserta BPU yang dapat didaftarkan.', 'high'),
    (4, 'arrears_months_payable', 3, '2015-07-01', 'BPJS Ketenagakerjaan, panduan peserta BPU',
     'Jumlah bulan tertunggak yang masih dapat dibayar.', 'high'),
    (5, 'lapse_after_unpaid_months', 3, '2015-07-01', 'BPJS Ketenagakerjaan, panduan peserta BPU',
     'Kepesertaan berakhir setelah lebih dari sekian bulan berturut-turut tidak dibayar. Sumber lain menyebut pemutusan saat memasuki bulan ketiga, atau kelanjutan dengan NIK yang sama.', 'medium'),
    (6, 'waiting_months_full_death_benefit', 3, '2025-01-01', 'Permenaker 1/2025',
     'Bulan iuran berturut-turut sebelum meninggal untuk manfaat JKM penuh. Cara menghitung batasnya belum pasti.', 'medium'),
    (7, 'death_claim_service_working_days', 3, '2015-07-01', 'PP 44/2015',
     'Hari kerja sejak dokumen lengkap sampai BPJS membayar klaim kematian.', 'high'),
    (8, 'work_accident_claim_service_working_days', 7, '2015-07-01', 'PP 44/2015',
     'Hari kerja sejak dokumen lengkap sampai BPJS membayar klaim kecelakaan kerja.', 'high'),
    (9, 'work_accident_claim_years', 5, '2019-12-02', 'PP 82/2019 pasal 26',
     'Klaim kecelakaan kerja gugur sekian tahun setelah kecelakaan.', 'high'),
    (10, 'work_accident_report_hours', 48, '2015-07-01', 'PP 44/2015',
     'Laporan tahap I paling lambat 2 x 24 jam.', 'high')
) as seed (n, key, value, valid_from, legal_reference, note, confidence);
