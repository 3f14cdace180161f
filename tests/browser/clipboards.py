"""What the clipboard holds when text was copied elsewhere, in short, and what of it arrives: (HTML, text)."""

WORD = (
    """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style><!--
p.MsoNormal {margin:0cm; font-family:"맑은 고딕";} --></style>
<!--[if gte mso 9]><xml><w:WordDocument></w:WordDocument></xml><![endif]--></head><body
lang=KO><!--StartFragment-->
<h1>추진 <b>계획</b><o:p></o:p></h1>
<h2><span style='font-weight:bold'>배경</span></h2>
<p role=heading aria-level=3 style='font-weight:bold'>범위</p>
<p class=MsoNormal><b style='mso-bidi-font-weight:normal'>굵게</b> 그리고 <span
style='font-style:italic'>기울임</span>, H<span style='vertical-align:sub'>2</span>O<o:p></o:p></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<p class=MsoListParagraph style='margin-left:38pt;text-indent:-18pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Wingdings;mso-list:Ignore'>l<span
style='font:7.0pt "Times New Roman"'>&nbsp; </span></span><![endif]>첫째</p>
<p class=MsoListParagraph style='margin-left:58pt;mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>①<span>&nbsp;&nbsp;</span></span><![endif]>안쪽</p>
<p class=MsoListParagraph style='margin-left:38pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='font-family:Symbol;mso-list:Ignore'>·<span>&nbsp;</span></span><![endif]>둘째</p>
<table class=MsoTableGrid border=1><tr><td width=100><p class=MsoNormal><b>연도</b></p></td><td><p
class=MsoNormal><b>예산</b></p></td></tr><tr><td><p class=MsoNormal>2026</p></td><td><p
class=MsoNormal>10억</p></td></tr></table>
<p class=MsoNormal><!--[if gte vml 1]><v:shape></v:shape><![endif]--><![if !vml]><img src="file:///C:/a.png"><![endif]></p>
<!--EndFragment--></body></html>""",
    "<h2>추진 계획</h2><h3>배경</h3><h4>범위</h4>"
    "<p><strong>굵게</strong> 그리고 <em>기울임</em>, H<sub>2</sub>O</p>"
    "<ul><li><p>첫째</p><ol><li><p>안쪽</p></li></ol></li><li><p>둘째</p></li></ul>"
    "<table><tbody><tr><th><p>연도</p></th><th><p>예산</p></th></tr>"
    "<tr><td><p>2026</p></td><td><p>10억</p></td></tr></tbody></table>",
)
WORD_ON_THE_WEB = (
    """<div class="OutlineElement Ltr SCXW1" style="margin: 0px"><p class="Paragraph SCXW1" role="heading"
aria-level="2"><span class="TextRun SCXW1"><span class="NormalTextRun SCXW1">신청</span></span><span
class="EOP SCXW1">&nbsp;</span></p></div><div class="ListContainerWrapper SCXW1"><ul class="BulletListStyle1"
role="list"><li data-leveltext="" data-font="Symbol" data-listid="2" data-aria-level="1"
role="listitem" class="OutlineElement Ltr SCXW1"><p class="Paragraph SCXW1"><span
class="TextRun SCXW1">서류</span></p></li></ul></div><div class="ListContainerWrapper SCXW1"><ol
class="NumberListStyle2" role="list"><li data-listid="2" data-aria-level="2"
role="listitem"><p class="Paragraph SCXW1"><span class="TextRun SCXW1">신청서</span></p></li><li
data-listid="2" data-aria-level="2" role="listitem"><p class="Paragraph SCXW1"><span
class="TextRun SCXW1">사본</span></p></li></ol></div><div
class="ListContainerWrapper SCXW1"><ul role="list"><li data-listid="2" data-aria-level="1" role="listitem"><p
class="Paragraph SCXW1"><span class="TextRun SCXW1">기간</span></p></li></ul></div>""",
    "<h2>신청</h2><ul><li><p>서류</p><ol><li><p>신청서</p></li><li><p>사본</p></li></ol></li>"
    "<li><p>기간</p></li></ul>",
)
HANGUL = (
    """<HTML><HEAD><STYLE type="text/css"><!--
P.HStyle0, LI.HStyle0 {style-name:"바탕글"; font-family:함초롬바탕;}
P.HStyle2, LI.HStyle2 {style-name:"개요 1"; margin-left:10.0pt;}
--></STYLE></HEAD><BODY><!--StartFragment-->
<P CLASS=HStyle2 STYLE='line-height:160%;'><SPAN STYLE='font-weight:bold'>모집 개요</SPAN></P>
<P CLASS=HStyle0 STYLE='line-height:160%;'><SPAN STYLE='font-family:"함초롬바탕";font-weight:bold'>중요</SPAN>
<SPAN STYLE='font-family:"함초롬바탕"'> 안내</SPAN></P>
<P CLASS=HStyle0 STYLE='margin-left:15.0pt'><SPAN STYLE='font-family:Wingdings'>l</SPAN>
<SPAN> 신청 기간</SPAN></P>
<P CLASS=HStyle0 STYLE='margin-left:30.0pt'><SPAN STYLE='font-family:Wingdings'>l</SPAN>
<SPAN> 온라인</SPAN></P>
<P CLASS=HStyle0 STYLE='margin-left:15.0pt'>ㆍ 제출 서류</P>
<P CLASS=HStyle0><SPAN>□ 문의처</SPAN></P>
<TABLE border="1"><TR><TD valign="middle"><P CLASS=HStyle0>가</P></TD>
<TD><TABLE><TR><TD><P>나</P></TD>
<TD><P>다</P></TD></TR></TABLE></TD></TR></TABLE>
<!--EndFragment--></BODY></HTML>""",
    "<h2>모집 개요</h2><p><strong>중요</strong> 안내</p>"
    "<ul><li><p>신청 기간</p><ul><li><p>온라인</p></li></ul></li>"
    "<li><p>제출 서류</p></li></ul><p>□ 문의처</p>"
    "<table><tbody><tr><td><p>가</p></td><td><p>나</p><p>다</p></td></tr></tbody></table>",
)
GOOGLE_DOCS = (
    """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-1"><h3 dir="ltr"><span
style="font-size:14pt;font-weight:700;font-style:normal">Schedule</span></h3><br><p dir="ltr"
style="line-height:1.38"><span style="font-weight:400;font-style:normal">Plain, </span><span
style="font-weight:700;font-style:normal">bold</span><span style="font-weight:400;font-style:italic"> and
italic, see </span><a href="https://www.google.com/url?q=https://example.org/a&amp;sa=D"><span
style="font-weight:400">the plan</span></a></p><ul><li dir="ltr" style="font-weight:400"
aria-level="1"><p dir="ltr" role="presentation"><span style="font-weight:400">One</span></p></li><ul><li
dir="ltr" aria-level="2"><p dir="ltr" role="presentation"><span>Inside</span></p></li></ul></ul></b><br
class="Apple-interchange-newline">""",
    "<h3>Schedule</h3><p>Plain, <strong>bold</strong><em> and italic, see </em>"
    '<a href="https://example.org/a">the plan</a></p>'
    "<ul><li><p>One</p><ul><li><p>Inside</p></li></ul></li></ul>",
)
OUTLOOK = (
    """<html><body><!--StartFragment--><table border=0 width="100%"><tr><td style='padding:0'>
<p class=MsoNormal><span style='color:#1F497D'>Dear colleague,<o:p></o:p></span></p>
<p class=MsoNormal><o:p>&nbsp;</o:p></p>
<ul type=disc><li class=MsoNormal style='mso-list:l1 level1 lfo2'><i>First</i><o:p></o:p></li></ul>
<p class=MsoNormal><a name="_top"></a><a href="mailto:a@example.org"><b>Kim</b></a></p>
</td></tr></table><!--EndFragment--></body></html>""",
    "<p>Dear colleague,</p><ul><li><p><em>First</em></p></li></ul>"
    '<p><a href="mailto:a@example.org"><strong>Kim</strong></a></p>',
)
