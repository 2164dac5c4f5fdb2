#!/usr/bin/env node
// Makes dist/release for the system it runs on: an archive, its bill of materials (CycloneDX) and SHA256SUMS.
//   node deploy/release.mjs            builds, then packs
//   node deploy/release.mjs --no-build packs dist/repeater as it is
// A native binary is built on its own system: linux-x64, linux-arm64, win-x64 and win-arm64 each take a machine of that kind, as
// .github/workflows/release.yml has them. Then "node deploy/release.mjs --sums DIR" writes SHA256SUMS over all archives in DIR.
import { execFileSync } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "..");
const onWindows = process.platform === "win32";
const run = (program, ...words) => execFileSync(program, words, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] }).trim();

function sums(folder) {
  const files = fs.readdirSync(folder).filter(name => name !== "SHA256SUMS").sort();
  const lines = files.map(name => `${createHash("sha256").update(fs.readFileSync(path.join(folder, name))).digest("hex")}  ${name}\n`);
  fs.writeFileSync(path.join(folder, "SHA256SUMS"), lines.join(""));
}

function build() {
  if (onWindows) execFileSync("powershell", ["-ExecutionPolicy", "Bypass", "-File", "build.ps1"], { cwd: root, stdio: "inherit" });
  else execFileSync("./build.sh", [], { cwd: root, stdio: "inherit" });
}

// What is in the executable: NuGet packages and the runtime from the build's own record, npm packages from the lock file, OpenSSL where it is linked in.
function materials(info) {
  const framework = info.runtime.startsWith(".NET 10") ? "net10.0" : "net9.0";
  const assets = JSON.parse(fs.readFileSync(path.join(root, `artifacts/${framework}/obj/Repeater/project.assets.json`), "utf8"));
  const target = Object.entries(assets.targets).find(([name]) => name.endsWith(`/${info.system}`)) ?? Object.entries(assets.targets)[0];
  const nuget = Object.entries(target[1]).filter(([, item]) => item.type === "package" && item.runtime && Object.keys(item.runtime).some(file => file.endsWith(".dll"))).map(([name]) => name.split("/"));
  const runtime = info.runtime.split(" ")[1];
  const lock = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8"));
  const embedded = Object.keys(lock.packages[""].dependencies).map(name => `node_modules/${name}`);
  const npm = Object.entries(lock.packages).filter(([name]) => embedded.includes(name) && !name.includes(onWindows ? "alphaskia-linux" : "alphaskia-windows"));
  const openssl = () => {
    try {
      return [["openssl", run("pkg-config", "--modversion", "openssl")]];
    } catch {
      return [];
    }
  };
  return [
    { type: "framework", name: "Microsoft.NETCore.App", version: runtime, purl: `pkg:nuget/Microsoft.NETCore.App.Runtime.NativeAOT.${info.system}@${runtime}`, licenses: [{ license: { id: "MIT" } }] },
    { type: "framework", name: "Microsoft.AspNetCore.App", version: runtime, purl: `pkg:nuget/Microsoft.AspNetCore.App.Runtime.${info.system}@${runtime}`, licenses: [{ license: { id: "MIT" } }] },
    ...nuget.map(([name, version]) => ({ type: "library", name, version, purl: `pkg:nuget/${name}@${version}` })),
    ...npm.map(([name, item]) => {
      const plain = name.replace(/^node_modules\//, "");
      return { type: "library", name: plain, version: item.version, purl: `pkg:npm/${plain.replace("@", "%40")}@${item.version}`, ...(item.license && { licenses: [{ license: { name: item.license } }] }), hashes: [{ alg: "SHA-512", content: Buffer.from(item.integrity.slice(7), "base64").toString("hex") }] };
    }),
    ...(onWindows ? [] : openssl().map(([name, version]) => ({ type: "library", name, version, purl: `pkg:generic/${name}@${version}`, licenses: [{ license: { id: "Apache-2.0" } }] }))),
  ];
}

function pack() {
  const program = onWindows ? "repeater.exe" : "repeater";
  const binary = path.join(root, "dist", program);
  const info = JSON.parse(run(binary, "version", "--json"));
  if (!info.native) throw new Error(`${binary} is not a native binary.`);
  const name = `repeater-${info.version}-${info.system}${info.runtime.startsWith(".NET 10") ? "" : "-development-build"}`;
  const release = path.join(root, "dist", "release");
  const staged = path.join(release, name);
  fs.rmSync(release, { recursive: true, force: true });
  fs.mkdirSync(staged, { recursive: true });
  for (const file of [`dist/${program}`, "README.md", "README.zh-CN.md", "LICENSE", "NOTICE", ...(onWindows ? [] : ["deploy/repeater.service"])]) {
    fs.copyFileSync(path.join(root, file), path.join(staged, path.basename(file)));
  }
  fs.cpSync(path.join(root, "docs"), path.join(staged, "docs"), { recursive: true });
  fs.writeFileSync(path.join(staged, "LICENSES.txt"), run(binary, "licenses") + "\n");
  const archive = onWindows ? `${name}.zip` : `${name}.tar.gz`;
  // The same sources make the same archive: nothing of when and by whom it was packed goes in.
  const constant = onWindows ? ["-a"] : ["--sort=name", "--owner=0", "--group=0", "--numeric-owner", `--mtime=@${run("git", "log", "-1", "--format=%ct")}`, "--use-compress-program=gzip -9n"];
  execFileSync("tar", [...constant, "-cf", path.join(release, archive), "-C", release, name], { stdio: "inherit" });
  fs.rmSync(staged, { recursive: true });
  const bill = {
    bomFormat: "CycloneDX", specVersion: "1.5", serialNumber: `urn:uuid:${randomUUID()}`, version: 1,
    metadata: { component: { type: "application", name: "repeater", version: info.version, "bom-ref": "repeater", licenses: [{ license: { id: "MIT" } }] } },
    components: materials(info),
  };
  fs.writeFileSync(path.join(release, `${name}.cdx.json`), JSON.stringify(bill, null, 2) + "\n");
  sums(release);
  const others = ["linux-x64", "linux-arm64", "win-x64", "win-arm64"].filter(system => system !== info.system);
  console.log(`Made for ${info.system}. ${others.join(", ")}: each on a machine of its kind (.github/workflows/release.yml).`);
  for (const file of fs.readdirSync(release)) console.log(`dist/release/${file}  ${fs.statSync(path.join(release, file)).size} bytes`);
}

const words = process.argv.slice(2);
if (words[0] === "--sums" && words.length === 2) sums(path.resolve(words[1]));
else if (words.length === 0 || words[0] === "--no-build") {
  if (words.length === 0) build();
  pack();
} else {
  console.error("usage: node deploy/release.mjs [--no-build | --sums DIR]");
  process.exit(2);
}
