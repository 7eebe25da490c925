#!/usr/bin/env bash
# docxtpl: does {% if topic == '“放管服”' %} in a Word template find the topic “放管服”?
#
# One would guess: yes; the marks stand within a string of the tag, and Chinese text is full of them.
# Seen: never. Word turns the quotes of a tag into “…” while one types, so docxtpl turns every “, ”, ‘ and ’ within a
# tag back into straight ones, those of the text too: the string becomes "放管服" with straight marks. Between
# {{ "…" }} the same makes the template an error. Outside the tags, and in the values, the marks stay.
# So here nothing to do: the DOCX is drawn from the report without such templates.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv || exit 2
venv/bin/pip install --quiet docxtpl==0.20.2 python-docx==1.2.0 jinja2==3.1.6 || exit 2
venv/bin/pip list --format freeze | grep '^docxtpl='
seen=$(venv/bin/python - <<'PYTHON'
import docx, docxtpl
template = docx.Document()
template.add_paragraph("“改革”和{{ topic }}")
template.add_paragraph("{{ '“放管服”' }}")
template.add_paragraph("{% if topic == '“放管服”' %}found{% else %}not found{% endif %}")
template.save("template.docx")
report = docxtpl.DocxTemplate("template.docx")
report.render({"topic": "“放管服”"})
report.save("report.docx")
for paragraph in docx.Document("report.docx").paragraphs:
    print(paragraph.text)
PYTHON
)
echo "$seen"
expected='“改革”和“放管服”
"放管服"
not found'
[ "$seen" = "$expected" ] || { echo "the behaviour has changed" >&2; exit 1; }
