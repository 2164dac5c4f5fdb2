// Writes Render/Formulas/Tables from the katex package of package-lock.json: node build/formulas/tables.mjs
// The tables are committed, so building needs none of this. Run it again when the package changes.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../../", import.meta.url));
const tables = join(root, "Render/Formulas/Tables/");

// The bundle keeps these tables to itself: a copy of it gives them away.
const scratch = mkdtempSync(join(tmpdir(), "katex-"));
const copy = join(scratch, "katex.mjs");
writeFileSync(copy, readFileSync(join(root, "node_modules/katex/dist/katex.mjs"), "utf8")
    + "\nexport { symbols, _macros, path, katexImagesData, fontMetricsData, tallDelim, sqrtPath };\n");
const katex = await import(pathToFileURL(copy));
rmSync(scratch, { recursive: true });

writeMetrics();
writeSymbols();
writeMacros();
writePaths();
writeArrows();

// For each font: name (a length byte, then ASCII), number of glyphs, and per glyph the difference to the code point
// before and then depth, height, italic correction, skew and width in 1/100000 em: all numbers zigzag, 7 bits a byte.
function writeMetrics() {
    const bytes = [];
    const number = value => {
        let rest = value < 0 ? -2 * value - 1 : 2 * value;
        for (; rest >= 128; rest = Math.floor(rest / 128)) {
            bytes.push(rest % 128 + 128);
        }
        bytes.push(rest);
    };
    for (const [name, glyphs] of Object.entries(katex.fontMetricsData)) {
        bytes.push(name.length, ...Buffer.from(name));
        const codes = Object.keys(glyphs).map(Number).sort((a, b) => a - b);
        number(codes.length);
        let before = 0;
        for (const code of codes) {
            number(code - before);
            before = code;
            glyphs[code].forEach(length => number(Math.round(length * 100000)));
        }
    }
    writeFileSync(tables + "metrics.bin", Buffer.from(bytes));
}

// mode (math, text or both), font (main or ams), group, what is drawn, name: with tabs between.
function writeSymbols() {
    const lines = [];
    const { math, text } = katex.symbols;
    const isWide = name => name.codePointAt(0) >= 0x1D400;
    const line = (mode, name, { font, group, replace }) =>
        lines.push([mode, font, group, replace ?? "", name].join("\t"));
    for (const [name, symbol] of Object.entries(math)) {
        if (!isWide(name)) {
            const same = text[name] && ["font", "group", "replace"].every(key => text[name][key] === symbol[key]);
            line(same ? "both" : "math", name, symbol);
        }
    }
    for (const [name, symbol] of Object.entries(text)) {
        const other = math[name];
        if (!isWide(name) && !(other && ["font", "group", "replace"].every(key => other[key] === symbol[key]))) {
            line("text", name, symbol);
        }
    }
    writeFileSync(tables + "symbols.txt", lines.join("\n") + "\n");
}

// name and expansion, with a tab between. Those that are functions are written by hand; colours of one site are left out.
function writeMacros() {
    const lines = [];
    for (const [name, body] of Object.entries(katex._macros)) {
        if (typeof body === "string" && !body.includes("##") && !/bra@|\\angl |reflect|textcolor|tag@|@if|gdef/.test(body)) {
            lines.push(`${name}\t${drawn(body)}`);
        }
    }
    writeFileSync(tables + "macros.txt", lines.join("\n") + "\n");
}

// \html@mathml{drawn}{spoken}
function drawn(body) {
    const at = body.indexOf("\\html@mathml");
    if (at < 0) {
        return body;
    }
    const [first, next] = group(body, at + "\\html@mathml".length);
    const [, end] = group(body, next);
    return body.slice(0, at) + first + drawn(body.slice(end));
}

function group(body, start) {
    let depth = 0;
    for (let i = start; ; i++) {
        depth += (body[i] === "{" && body[i - 1] !== "\\") - (body[i] === "}" && body[i - 1] !== "\\");
        if (depth === 0) {
            return [body.slice(start + 1, i), i + 1];
        }
    }
}

// Outlines in 1/1000 em, y downwards: name and path. Where a length varies, @ stands for it (and minus it after "-@").
function writePaths() {
    const lines = Object.entries(katex.path);
    for (const size of ["Main", "Size1", "Size2", "Size3", "Size4"]) {
        lines.push(["sqrt" + size, katex.sqrtPath("sqrt" + size, 0, 0)]);
    }
    lines.push(["sqrtTall", katex.sqrtPath("sqrtTall", 0, 80 + 54 + 12345).replaceAll("12345", "@")]);
    // Pieces whose middle part grows by a number that occurs nowhere else.
    for (const name of ["lbrack", "rbrack", "vert", "doublevert", "lfloor", "rfloor", "lceil", "rceil", "lparen", "rparen"]) {
        const marked = katex.tallDelim(name, 7770000);
        lines.push([name, marked.replace(/777(\d{4})/g, (_, more) => Number(more) ? `@+${Number(more)} ` : "@")]);
    }
    writeFileSync(tables + "paths.txt", lines.map(([name, path]) => `${name}\t${path.replace(/\s+/g, " ").replaceAll("MM", "M")}`).join("\n") + "\n");
}

// Arrows and braces that are as wide as what they belong to: name, least width in em, height in 1/1000 em, where a single
// outline is anchored, and the outlines from left to right.
function writeArrows() {
    const lines = Object.entries(katex.katexImagesData)
        .filter(([name]) => /^[A-Za-z]+$/.test(name))
        .map(([name, [paths, width, height, align]]) => [name, width, height, align ?? "", paths.join(" ")].join("\t"));
    writeFileSync(tables + "arrows.txt", lines.join("\n") + "\n");
}
