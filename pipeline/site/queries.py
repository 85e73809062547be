"""The questions that analysts ask, each a canned query: a Vietnamese title, a sentence, and SQL that runs in any SQLite tool.

A parameter left blank asks about everything. Names of results are those that `words` puts into Vietnamese.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Query:
    """One question: `Query("han-nop", "Ai phải gửi gì", "Theo ngày.", "Thời hạn", "select ...")`."""

    name: str
    title: str
    description: str
    group: str
    sql: str


COMPLIANCE, READING, CONTENT = "Chấp hành", "Chất lượng dữ liệu", "Nội dung kế hoạch"

QUERIES = (
    Query(
        "khong_dat",
        "Tỉnh nào không đạt yêu cầu nào",
        "Từng kết luận không đạt, với điều Bộ yêu cầu, điều văn bản viết và lý do.",
        COMPLIANCE,
        """
select p.province, p.commune, p.name, r.title_vi, f.severity, f.reason_vi, f.expected, f.found, f.page, f.document
from findings f
join plans p on p.document = f.document
join requirements r on r.requirement = f.requirement
where f.verdict = 'fail'
  and (:tinh = '' or p.province = :tinh)
  and (:nam = '' or p.year = :nam)
  and (:yeu_cau = '' or f.requirement = :yeu_cau)
order by p.province, p.commune, case f.severity when 'serious' then 0 when 'minor' then 1 else 2 end, f.requirement""",
    ),
    Query(
        "tong_hop_tinh",
        "Tổng hợp theo tỉnh",
        "Mỗi tỉnh có bao nhiêu văn bản, bao nhiêu yêu cầu đạt, không đạt và chưa rõ.",
        COMPLIANCE,
        """
select p.province, count(distinct p.document) as plans, count(distinct p.commune) as communes,
       sum(f.verdict = 'pass') as passes, sum(f.verdict = 'fail') as fails, sum(f.verdict = 'unknown') as unknowns
from plans p join findings f on f.document = p.document
where p.province is not null and (:nam = '' or p.year = :nam) and (:chi_dao = '' or f.directive = :chi_dao)
group by p.province
order by fails desc, p.province""",
    ),
    Query(
        "tinh_chua_gui",
        "Tỉnh chưa có kế hoạch",
        "Tỉnh, thành phố có vào ngày Bộ ban hành chỉ đạo mà chưa thấy văn bản nào của tỉnh hoặc của sở triển khai chỉ đạo đó.",
        COMPLIANCE,
        """
select d.year, d.number as directive, v.name as province, v.successor,
       (select count(*) from plans x where x.directive = d.number and x.province = v.name) as communes
from directives d
join provinces v on ifnull(v.valid_from, '') <= ifnull(d.issued_on, d.year || '-09-01')
                and ifnull(v.valid_to, '9999') >= ifnull(d.issued_on, d.year || '-09-01')
where (:chi_dao = '' or d.number = :chi_dao) and (:nam = '' or d.year = :nam)
  and exists (select 1 from plans x where x.directive = d.number)
  and not exists (select 1 from plans x
                  where x.directive = d.number and x.province = v.name and x.level in ('province', 'department'))
order by d.year desc, v.name""",
    ),
    Query(
        "yeu_cau_hay_sai",
        "Yêu cầu nào hay không đạt",
        "Xếp các yêu cầu theo tỷ lệ không đạt trên số đã kết luận được; số chưa rõ để riêng.",
        COMPLIANCE,
        """
select r.requirement, r.title_vi, sum(f.verdict = 'pass') as passes, sum(f.verdict = 'fail') as fails,
       round(100.0 * sum(f.verdict = 'fail') / nullif(sum(f.verdict in ('pass', 'fail')), 0), 1) as share,
       sum(f.verdict = 'unknown') as unknowns
from findings f
join requirements r on r.requirement = f.requirement
join plans p on p.document = f.document
where (:nam = '' or p.year = :nam) and (:tinh = '' or p.province = :tinh)
group by r.requirement
order by share desc nulls last, fails desc""",
    ),
    Query(
        "chua_ket_luan",
        "Cần người xem lại",
        "Những kết luận chưa rõ, với lý do: trang không đọc được, ngày để trống, giá trị chưa có nguồn.",
        COMPLIANCE,
        """
select p.province, p.name, r.title_vi, f.reason_vi, f.expected, f.found, f.document
from findings f
join plans p on p.document = f.document
join requirements r on r.requirement = f.requirement
where f.verdict = 'unknown' and (:tinh = '' or p.province = :tinh) and (:nam = '' or p.year = :nam)
order by p.province, f.requirement""",
    ),
    Query(
        "ban_hanh_muon",
        "Kế hoạch ban hành muộn",
        "Ban hành từ ngày đầu của đợt hưởng ứng trở đi, và muộn mấy ngày.",
        COMPLIANCE,
        """
select p.province, p.commune, p.issuer, p.number, p.issued_on, d.week_start as asked,
       cast(julianday(p.issued_on) - julianday(d.week_start) as integer) + 1 as days_late, p.name, p.document
from plans p join directives d on d.number = p.directive
where length(p.issued_on) = 10 and p.issued_on >= d.week_start and (:nam = '' or p.year = :nam)
order by days_late desc""",
    ),
    Query(
        "lech_tuan",
        "Thời gian khác với chỉ đạo",
        "Thời gian tổ chức hoặc ngày khai mạc không đúng ngày Bộ quy định, hai bên cạnh nhau.",
        COMPLIANCE,
        """
select p.province, p.commune, p.week_start, p.week_end, p.opening_on,
       d.week_start || ' – ' || d.week_end as asked, p.name, p.document
from plans p join directives d on d.number = p.directive
where (p.week_start != d.week_start or p.week_end != d.week_end or p.opening_on != d.opening_on)
  and (:nam = '' or p.year = :nam)
order by p.province, p.commune""",
    ),
    Query(
        "ky_hieu_sai",
        "Viện dẫn sai ký hiệu",
        "Văn bản chỉ đạo được ghi với số, ký hiệu khác bản gốc, và đã bỏ qua sai khác nào để nhận ra.",
        COMPLIANCE,
        """
select c.number, c.resolved, c.tolerance, p.province, p.issuer, c.quote, c.page, p.name, c.document
from citations c join plans p on p.document = c.document
where c.resolved is not null and (c.number != c.resolved or c.tolerance is not null)
  and (:chi_dao = '' or c.resolved = :chi_dao)
order by c.resolved, c.number, p.province""",
    ),
    Query(
        "cho_da_sua",
        "Chỗ đã sửa khi nhận dạng",
        "Giá trị mà máy nhận dạng đọc lệch và chương trình đã đọc lại, kèm chữ như máy đọc, để người xem kiểm tra.",
        READING,
        """
select f.field, f.value, f.quote, f.tolerance, f.page, p.province, p.name, f.document
from facts f join plans p on p.document = f.document
where f.tolerance is not null and f.field != 'citation' and (:tinh = '' or p.province = :tinh)
order by p.province, p.name, f.id""",
    ),
    Query(
        "xa_theo_tinh",
        "Các xã của một tỉnh",
        "Văn bản cấp huyện, cấp xã và trường của một tỉnh, nhiều nội dung không đạt xếp trước.",
        COMPLIANCE,
        """
select p.province, p.commune, p.issuer, p.number, p.issued_on, p.directive, p.fails, p.unknowns, p.name, p.document
from plans p
where p.level in ('district', 'commune', 'school') and (:tinh = '' or p.province = :tinh) and (:nam = '' or p.year = :nam)
order by p.fails desc, p.unknowns desc, p.province, p.commune""",
    ),
    Query(
        "thoi_han",
        "Thời hạn theo ngày",
        "Ai phải gửi gì cho ai, xếp theo ngày đến hạn; thời hạn định kỳ không có ngày.",
        CONTENT,
        """
select t.due_on, t.kind, t.reporter, t.recipient, t.via, t.due_text, p.province, p.name, t.document
from deadlines t join plans p on p.document = t.document
where (:tu_ngay = '' or t.due_on >= :tu_ngay) and (:den_ngay = '' or t.due_on <= :den_ngay)
  and (:tinh = '' or p.province = :tinh)
order by t.due_on is null, t.due_on, p.province""",
    ),
    Query(
        "co_quan",
        "Cơ quan được giao nhiều việc",
        "Mỗi cơ quan được bao nhiêu kế hoạch, bao nhiêu tỉnh giao việc, và chủ trì bao nhiêu lần.",
        CONTENT,
        """
select a.agency, count(*) as tasks, count(distinct a.document) as plans, count(distinct p.province) as provinces,
       sum(a.role = 'lead') as leads
from assignments a join plans p on p.document = a.document
where a.agency is not null and (:nam = '' or p.year = :nam) and (:tinh = '' or p.province = :tinh)
group by a.agency
order by plans desc, tasks desc""",
    ),
    Query(
        "chu_de",
        "Chủ đề qua các năm",
        "Mỗi năm Bộ nêu chủ đề nào, các địa phương viết thế nào và bao nhiêu văn bản viết như vậy.",
        CONTENT,
        """
select p.year, p.theme, count(*) as plans, replace(group_concat(distinct p.province), ',', ', ') as province,
       max(d.theme) as asked
from plans p left join directives d on d.number = p.directive
where p.theme is not null and (:tinh = '' or p.province = :tinh)
group by p.year, p.theme
order by p.year desc, plans desc""",
    ),
    Query(
        "mot_tinh",
        "Một tỉnh qua các năm",
        "Văn bản của một tỉnh xếp theo năm để so sánh chủ đề, thời gian, cơ quan chủ trì, người ký.",
        CONTENT,
        """
select p.year, p.level, p.issuer, p.number, p.issued_on, p.theme, p.week_start, p.week_end, p.lead_agency, p.signer,
       p.fails, p.name, p.document
from plans p
where (:tinh = '' or p.province = :tinh) and p.level in ('province', 'department')
order by p.province, p.year, p.level desc""",
    ),
    Query(
        "duoc_vien_dan",
        "Văn bản hay được viện dẫn",
        "Các văn bản được nhắc đến nhiều nhất; một số có nhiều ngày: ghi nhầm, hoặc của các cơ quan khác nhau.",
        CONTENT,
        """
select ifnull(c.resolved, c.number) as number, replace(group_concat(distinct c.issuer), ',', ', ') as issuer,
       replace(group_concat(distinct c.issued_on), ',', ', ') as dates,
       count(distinct c.document) as plans, count(distinct p.province) as provinces
from citations c join plans p on p.document = c.document
where :nam = '' or p.year = :nam
group by 1
order by plans desc, 1""",
    ),
    Query(
        "tim",
        "Tìm trong toàn văn",
        "Gõ có dấu hay không dấu đều được: dak lak tìm thấy Đắk Lắk. Các từ tìm thấy được tô vàng trong đoạn văn.",
        CONTENT,
        """
select p.name, p.province, p.year, trich_doan(d.text, :tu_khoa) as snippet, p.document
from search s
join documents d on d.serial = s.rowid
join plans p on p.document = d.document
where s.search match iif(trim(:tu_khoa) = '', '""', escape_fts(:tu_khoa))
order by s.rank
limit 100""",
    ),
    Query(
        "chua_doc_het",
        "Văn bản chưa đọc được trọn vẹn",
        "Tệp nào đọc được một phần hoặc không đọc được, và vì sao.",
        READING,
        """
select d.status, d.name, b.stage, b.code, b.message, b.page, b.source, b.document
from problems b left join documents d on d.document = b.document
where d.status is not 'ok'
order by d.status, b.source, b.page""",
    ),
    Query(
        "chi_dao_chua_biet",
        "Văn bản chưa được đối chiếu",
        "Thực hiện một chỉ đạo mà bộ quy tắc chưa có; lập dự thảo bằng doichieu rules draft hoặc rules infer.",
        READING,
        """
select directive_number, directive_issued_on, year, province, commune, number, name, document
from plans
where directive_number is not null and directive is null
order by year desc, directive_number, province, commune""",
    ),
    Query(
        "do_tin_cay",
        "Giá trị cần kiểm tra lại",
        "Các giá trị có độ tin cậy thấp, thấp nhất trước; ngưỡng để trống là 0,8.",
        READING,
        """
select p.province, f.field, f.value, f.quote, f.page, f.confidence, f.rule, p.name, f.document
from facts f join plans p on p.document = f.document
where f.confidence < iif(:nguong = '', 0.8, cast(replace(:nguong, ',', '.') as real))
order by f.confidence, f.document""",
    ),
    Query(
        "thay_doi",
        "Thay đổi giữa các lần chạy",
        "Giá trị, kết luận nào đã đổi, và vì văn bản, quy tắc hay chương trình; để trống là lần chạy gần nhất.",
        READING,
        """
select c.run, p.province, c.field, c.old, c.new, c.cause, p.name, c.document
from changes c left join plans p on p.document = c.document
where c.run = iif(:lan_chay = '', (select max(run) from runs), :lan_chay)
order by c.id""",
    ),
    Query(
        "trung_noi_dung",
        "Tệp trùng nội dung",
        "Cùng một nội dung gửi đến bằng nhiều tệp.",
        READING,
        """
select p.name, p.province, count(distinct i.source || i.name) as plans,
       replace(group_concat(distinct i.source), ',', ', ') as sources, i.document
from inputs i join plans p on p.document = i.document
group by i.document
having count(distinct i.source || i.name) > 1
order by plans desc""",
    ),
)
