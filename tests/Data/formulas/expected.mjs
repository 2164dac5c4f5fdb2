// Writes expected.txt: what KaTeX makes of formulas.txt and of every sign, measured in Chromium.
//   node tests/Data/formulas/expected.mjs [chromium]
// Needs the katex package of package-lock.json and a Chromium; running the tests needs neither.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const here = fileURLToPath(new URL("./", import.meta.url));
const root = join(here, "../../../");
const dist = join(root, "node_modules/katex/dist");

const written = readFileSync(here + "formulas.txt", "utf8").split("\n")
    .filter(line => line.trim() && !line.startsWith("#"))
    .map(line => {
        const inline = /^\$(.*)\$\s*$/.exec(line);
        return { tex: inline ? inline[1] : line, display: !inline };
    });

// Five signs at a time, also small.
const signs = readFileSync(join(root, "Render/Formulas/Tables/symbols.txt"), "utf8").split("\n")
    .map(line => line.split("\t"))
    .filter(([mode, , group, , name]) => mode && mode !== "text" && group !== "accent-token" && /^\\[A-Za-z]+$/.test(name)
        && !/^\\(nobreak|allowbreak|origof|imageof)$/.test(name))
    .map(fields => fields[4]);
for (let i = 0; i < signs.length; i += 5) {
    const five = signs.slice(i, i + 5);
    written.push({ tex: five.map(sign => `a ${sign} b_{${sign}}`).join(" + "), display: true });
}

const folder = mkdtempSync(join(tmpdir(), "formulas-"));
const page = join(folder, "page.html");
writeFileSync(page, `<!DOCTYPE html><meta charset="utf-8">
<link rel="stylesheet" href="file://${dist}/katex.css">
<style>.katex { font-size: 200px !important; } .formula { white-space: nowrap; width: 100000px; text-align: left; }</style>
<script src="file://${dist}/katex.js"></script>
<body><script>
const formulas = ${JSON.stringify(written).replaceAll("</", "<\\/")};
const size = 200;
(${measureAll})();
</script></body>`);
const dump = execFileSync(process.argv[2] ?? "chromium",
    ["--headless", "--no-sandbox", "--disable-gpu", "--allow-file-access-from-files", "--virtual-time-budget=60000", "--dump-dom", "file://" + page],
    { maxBuffer: 1 << 28, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
rmSync(folder, { recursive: true });
const result = JSON.parse(/<pre id="result">([^]*?)<\/pre>/.exec(dump)[1].replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&"));
result.failed.forEach(line => console.error(line));
writeFileSync(here + "expected.txt", result.lines.join("\n") + "\n");
console.error(`${result.lines.length} formulas, ${result.failed.length} refused by KaTeX`);

// In the page. One line for each formula, with tabs between: mode, source, height, depth, width, the glyphs, the lines.
// All lengths are em; glyphs are "code x y size", lines "x y width height", y downwards from the baseline.
async function measureAll() {
    const lines = [];
    const failed = [];
    const holders = [];
    for (const { tex, display } of formulas) {
        const holder = document.createElement("div");
        holder.className = "formula";
        document.body.append(holder);
        try {
            katex.render(tex, holder, { displayMode: display, output: "html", strict: "ignore", macros: {} });
            holders.push({ holder, tex, display });
        } catch (error) {
            failed.push(tex + ": " + error.message);
            holder.remove();
        }
    }
    await document.fonts.ready;
    await Promise.all([...document.fonts].map(font => font.load()));
    const ascents = new Map();
    for (const { holder, tex, display } of holders) {
        const tree = katex.__renderToHTMLTree(tex, { displayMode: display, strict: "ignore", macros: {} });
        const bases = [...holder.querySelectorAll(".katex-base")].filter(base => !base.closest(".katex-tag"));
        const glyphs = [];
        const rules = [];
        let x = 0;
        for (const base of bases) {
            const probe = document.createElement("span");
            probe.style.cssText = "display:inline-block;width:0;height:0";
            base.prepend(probe);
            const origin = probe.getBoundingClientRect();
            measure(base, x * size - origin.left, -origin.bottom, glyphs, rules);
            probe.remove();
            x += base.getBoundingClientRect().width / size;
        }
        const round = value => Number((value).toFixed(4));
        lines.push([display ? "display" : "inline", tex, round(tree.height), round(tree.depth), round(x),
            glyphs.map(glyph => glyph.map(round).join(" ")).join(","), rules.map(rule => rule.map(round).join(" ")).join(",")].join("\t"));
    }
    const pre = document.createElement("pre");
    pre.id = "result";
    pre.textContent = JSON.stringify({ lines, failed });
    document.body.replaceChildren(pre);

    function measure(node, dx, dy, glyphs, rules) {
        for (const child of node.childNodes) {
            if (child.nodeType === Node.TEXT_NODE) {
                const style = getComputedStyle(node);
                const fontSize = parseFloat(style.fontSize);
                if (!style.fontFamily.startsWith("KaTeX_") || style.color === "rgba(0, 0, 0, 0)" || fontSize < 10) {
                    continue;
                }
                let at = 0;
                for (const sign of child.data) {
                    const range = document.createRange();
                    range.setStart(child, at);
                    range.setEnd(child, at += sign.length);
                    const rect = range.getBoundingClientRect();
                    if (sign.trim() && sign !== "\u200b") {
                        const y = rect.top + ascent(style) * fontSize;
                        glyphs.push([sign.codePointAt(0), (rect.left + dx) / size, (y + dy) / size, fontSize / size]);
                    }
                }
            } else if (child.nodeType === Node.ELEMENT_NODE && child.tagName !== "svg") {
                if (/frac-line|overline-line|underline-line|katex-hline|vertical-separator|katex-rule/.test(child.className)) {
                    const rect = child.getBoundingClientRect();
                    const { borderRightStyle, borderBottomColor } = getComputedStyle(child);
                    if (borderRightStyle === "dashed" || borderBottomColor === "rgba(0, 0, 0, 0)") {
                        continue;
                    }
                    rules.push([(rect.left + dx) / size, (rect.top + dy) / size, rect.width / size, rect.height / size]);
                }
                measure(child, dx, dy, glyphs, rules);
            }
        }
    }

    function ascent(style) {
        const key = style.fontFamily + style.fontWeight + style.fontStyle;
        if (!ascents.has(key)) {
            const line = document.createElement("div");
            line.style.cssText = `position:absolute;line-height:1;font:${style.fontStyle} ${style.fontWeight} 1000px ${style.fontFamily}`;
            line.innerHTML = "x<span style='display:inline-block;width:0;height:0'></span>";
            document.body.append(line);
            const range = document.createRange();
            range.selectNodeContents(line.firstChild);
            ascents.set(key, (line.lastChild.getBoundingClientRect().bottom - range.getBoundingClientRect().top) / 1000);
            line.remove();
        }
        return ascents.get(key);
    }
}
