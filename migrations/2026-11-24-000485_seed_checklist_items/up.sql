-- The documents that the insurer asks for, as far as they are known: practice, not the wording of a regulation, hence
-- nowhere more than a medium confidence.
insert into checklist_items
    (id, kind, circumstance, document, requirement, alternatives, valid_from, legal_reference, note, confidence, status,
     version, created_at, updated_at)
select ('01935000-0485-7000-8000-' || lpad(n::text, 12, '0'))::uuid, kind, circumstance, document, requirement,
       alternatives::text[], date '2021-04-01', 'Praktik BPJS Ketenagakerjaan; bandingkan Permenaker 5/2021', note,
       'medium', 'approved', 1, '2026-11-24 00:00:00+07', '2026-11-24 00:00:00+07'
from (values
    (1, 'death', null, 'member_card', 'required', '{}', null),
    (2, 'death', null, 'worker_id_card', 'required', '{}', 'KTP pekerja.'),
    (3, 'death', null, 'heir_id_card', 'required', '{}', 'KTP ahli waris.'),
    (4, 'death', null, 'death_certificate', 'required', '{village_letter}', 'Surat keterangan desa bila aktanya belum terbit.'),
    (5, 'death', null, 'family_card', 'required', '{}', null),
    (6, 'death', null, 'heir_letter', 'required', '{}', 'Surat keterangan ahli waris dari desa.'),
    (7, 'death', null, 'bank_book', 'required', '{}', 'Rekening atas nama penerima.'),
    (8, 'death', 'spouse', 'marriage_certificate', 'required', '{village_letter}', 'Surat keterangan desa bila buktinya belum ada.'),
    (9, 'death', 'minor_heir', 'guardian_letter', 'required', '{}', null),
    (10, 'death', 'minor_heir', 'guardian_bank_book', 'required', '{}', 'Rekening atas nama wali.'),
    (11, 'death', 'scholarship', 'school_letter', 'required', '{}', null),
    (12, 'death', 'scholarship', 'birth_certificate', 'required', '{village_letter}', 'Surat keterangan desa bila aktanya belum terbit.'),
    (13, 'death', 'scholarship', 'family_card', 'required', '{}', null),
    (14, 'death', 'scholarship', 'report_card', 'required', '{}', null),
    (15, 'work_accident', null, 'member_card', 'required', '{}', null),
    (16, 'work_accident', null, 'worker_id_card', 'required', '{}', 'KTP pekerja.'),
    (17, 'work_accident', null, 'stage_one_form', 'required', '{}', 'Paling lambat 2 x 24 jam.'),
    (18, 'work_accident', null, 'stage_two_form', 'required', '{}', 'Setelah sembuh, cacat atau meninggal.'),
    (19, 'work_accident', null, 'chronology', 'required', '{}', null),
    (20, 'work_accident', null, 'witness_id_cards', 'required', '{}', 'KTP dua orang saksi.'),
    (21, 'work_accident', null, 'receipts', 'conditional', '{}', 'Bila ada biaya yang diganti.'),
    (22, 'work_accident', null, 'bank_book', 'required', '{}', null),
    (23, 'work_accident', 'traffic', 'police_report', 'required', '{}', 'Kecelakaan lalu lintas.'),
    (24, 'work_accident', 'scholarship', 'school_letter', 'required', '{}', null),
    (25, 'work_accident', 'scholarship', 'birth_certificate', 'required', '{village_letter}', 'Surat keterangan desa bila aktanya belum terbit.'),
    (26, 'work_accident', 'scholarship', 'family_card', 'required', '{}', null),
    (27, 'work_accident', 'scholarship', 'report_card', 'required', '{}', null)
) as seed (n, kind, circumstance, document, requirement, alternatives, note);
