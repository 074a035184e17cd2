# SPDX-License-Identifier: Apache-2.0
"""Opens report.html and nothing.html, and says what is seen."""
import json
import pathlib
import sys

sys.path.insert(0, sys.argv[1])
sys.dont_write_bytecode = True
from chromium import Chromium  # noqa: E402

report = json.load(open("report.json", encoding="utf-8"))
shown = [finding for finding in report["findings"] if "suppressed_by" not in finding and finding["state"] != "not-affected"]
IDS = "[...document.querySelectorAll('.row')].map((row) => row.cells[1].firstChild.textContent + ' ' + row.cells[2].firstChild.textContent)"
SETTLED = "new Promise((done) => setTimeout(done, 50))"


def names(findings):
    return sorted(f"{finding['id']} {finding['package']['name']}" for finding in findings)


def rows(page):
    page.value(SETTLED)
    return sorted(page.value(IDS))


def choose(page, name, value):
    page.value(f"(() => {{ const e = document.getElementById({name!r}); e.type === 'checkbox' ? e.click() : (e.value = {value!r}, "
               "e.dispatchEvent(new Event('input', {bubbles: true}))); })()")
    return rows(page)


def clear(page):
    page.value("document.getElementById('clear').click()")
    assert rows(page) == names(shown)


def filters_and_details(page):
    assert rows(page) == names(shown) and len(shown) == 2, rows(page)
    print("rows", len(shown))
    everything = choose(page, "others", True)
    assert everything == names(report["findings"]) and len(everything) > len(shown)
    print("with suppressed", len(everything))
    clear(page)
    for name, value, wanted in [
            ("q", "libssl3", [f for f in shown if f["package"]["name"] == "libssl3"]),
            ("q", "nothing of that name", []),
            ("state", "fixed", [f for f in shown if f["state"] == "fixed"]),
            ("type", "deb", [f for f in shown if f["package"]["type"] == "deb"]),
            ("layer", "0", [f for f in shown if f["package"].get("layer") == 0]),
            ("severity-low", True, [f for f in shown if f["severity"] == "low"]),
            ("fixable", True, [f for f in shown if f["state"] == "fixed"]),
            ("kev", True, [f for f in shown if "kev" in f])]:
        found = choose(page, name, value)
        assert found == names(wanted), (name, found, names(wanted))
        assert (len(found) < len(shown)) == (name not in ("type", "layer")), name
        print("filter", name, len(found), page.value("document.getElementById('count').textContent"))
        clear(page)
    before = page.value(IDS)
    page.value("document.querySelector('th[data-sort=severity] button').click()")
    assert page.value(IDS) != before
    print("sorted", page.value("document.querySelector('th[data-sort=severity]').getAttribute('aria-sort')"))
    page.value("[...document.querySelectorAll('#charts .bars button')].find((b) => b.dataset.severity === 'high').click()")
    assert rows(page) == names([f for f in shown if f["severity"] == "high"])
    print("chart filters, drawn parts:", page.value("document.querySelectorAll('#charts circle.part').length"))
    clear(page)
    # By keyboard: to the first row's button, and its details.
    page.value("document.querySelector('.row .toggle').focus()")
    page.press("Enter", 13)
    page.value(SETTLED)
    print(page.value("document.querySelector('.toggle').getAttribute('aria-expanded')"))
    first = next(f for f in report["findings"] if f["id"] == page.value("document.querySelector('.row').cells[1].firstChild.textContent"))
    text = page.value("document.querySelector('.detail').textContent")
    for part in (first["explanation"]["range"], first["explanation"]["installed"], first["explanation"]["record"], first["references"][0], first["description"]):
        assert part in text, part
    print("not read:", page.value("document.getElementById('unread').innerText").splitlines())
    print("title:", page.value("document.title"))
    assert page.value("document.images.length") == 0 and page.value("document.scripts.length") == 2
    assert page.value("[...document.querySelectorAll('a[href]')].every((a) => /^(https?:|#|file:)/.test(a.href))")
    print("requests:", [pathlib.PurePath(address).name for address in page.requests], "problems:", page.problems)
    # A script that got into the page would not run, and a request not leave.
    page.value("(() => { const s = document.createElement('script'); s.textContent = 'window.ran = 1'; document.body.append(s); })()")
    page.value("document.body.setAttribute('onclick', 'window.ran = 2'); document.body.click()")
    refused = page.value("fetch('http://127.0.0.1:9/').then(() => 'sent', (error) => error.name)")
    print("policy:", page.value("window.ran === undefined"), refused,
          [kind for kind in ("inline script", "inline event handler", "connect-src") if any(kind in problem for problem in page.problems)])


def on_a_phone(page):
    assert page.value("document.documentElement.scrollWidth <= window.innerWidth"), "wider than a phone"
    print("dark background:", page.value("getComputedStyle(document.body).backgroundColor"), page.problems)


def without_scripts(page):
    root = page.call("DOM.getDocument")["root"]["nodeId"]
    nodes = page.call("DOM.querySelectorAll", nodeId=root, selector="#findings[hidden], noscript p.alert")["nodeIds"]
    print("without scripts, requests:", len(page.requests), page.problems, "a sentence instead of the table:", len(nodes) == 2)


def nothing_found(page):
    print(page.value("document.getElementById('conclusion').innerText"), page.value("document.getElementById('conclusion').className"), page.problems)


def many(page):
    shown = "document.querySelectorAll('.row').length"
    told = page.value("document.getElementById('count').textContent")
    begun = page.value("performance.now()")
    choose(page, "q", "lib49")
    found = page.value("document.getElementById('count').textContent")
    page.value("document.getElementById('clear').click()")
    page.value(SETTLED)
    page.value("document.getElementById('all').click()")
    seconds = (page.value("performance.now()") - begun) / 1000
    print(told, "|", found, "|", page.value(shown), "rows", "in time" if seconds < 20 else f"in {seconds} s", page.problems)


with Chromium() as chromium:
    filters_and_details(chromium.open("report.html"))
    on_a_phone(chromium.open("report.html", width=390, dark=True))
    without_scripts(chromium.open("report.html", script=False))
    nothing_found(chromium.open("nothing.html"))
    many(chromium.open("many.html"))
