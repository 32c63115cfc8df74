# Rosters on paper, as PDF, with the fonts of Chinese and Uyghur.
debian fontconfig fonts-noto-cjk fonts-noto-core libpangoft2-1.0-0 poppler-utils
environment pdf requirements/pdf.txt . plugins/volsched-pdf
"$PARTS/pdf/bin/python" -m pytest -q plugins/volsched-pdf
