// tus-js-client: uploads a file in pieces, waits in the middle until it is told to go on, and goes on whatever happened to the server meanwhile. Prints what it saw as JSON.
import { createReadStream, existsSync, statSync, writeFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { basename, join } from "node:path";
import * as tus from "tus-js-client";

const [, , host, file, signs] = process.argv;
const seen = { pieces: 0, requests: [] };

async function before(request) {
  seen.requests.push(request.getMethod());
  if (request.getMethod() === "PATCH" && seen.pieces === 3 && !existsSync(join(signs, "paused"))) {
    writeFileSync(join(signs, "paused"), "");
    while (!existsSync(join(signs, "go"))) {
      await wait(20);
    }
  }
}

await new Promise((resolve, reject) => {
  const upload = new tus.Upload(createReadStream(file), {
    endpoint: `${host}/api/v1/uploads/resumable`,
    uploadSize: statSync(file).size,
    chunkSize: 1 << 20,
    retryDelays: [100, 200, 400, 800, 1600, 3200, 6400, 12800],
    metadata: { filename: basename(file), filetype: "application/octet-stream", subfolder: "tus" },
    onBeforeRequest: before,
    onChunkComplete: () => seen.pieces++,
    onError: reject,
    onSuccess: () => resolve((seen.url = upload.url)),
  });
  upload.start();
});
seen.file = (await (await fetch(seen.url)).json()).file;

const empty = await tus.Upload.terminate(seen.url).then(() => fetch(seen.url));
seen.gone = empty.status;
console.log(JSON.stringify(seen));
process.exit(0);
