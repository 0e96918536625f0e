// @stable-canvas/comfyui-client: uploads a picture, runs a graph on it by WebSocket and by polling, interrupts another. Prints what it saw as JSON.
import { readFileSync } from "node:fs";
import { Client, Workflow } from "@stable-canvas/comfyui-client";
import WebSocket from "ws";

const [, , host, picture] = process.argv;
const seen = { events: [] };

const client = new Client({ api_host: host.replace("http://", ""), clientId: "client-of-stable-canvas", WebSocket, fetch });
for (const name of ["execution_start", "execution_cached", "executing", "executed", "execution_success"]) {
  client.on(name, () => seen.events.push(name));
}
await client.connect();
seen.stats = Object.keys(await client.getSystemStats());

const form = new FormData();
form.append("image", new Blob([readFileSync(picture)], { type: "image/png" }), "from-stable-canvas.png");
form.append("overwrite", "true");
const uploaded = await (await client.fetchApi("/upload/image", { method: "POST", body: form })).json();
seen.upload = uploaded.name;

const workflow = new Workflow();
const { LoadImage, ImageInvert, SaveImage } = workflow.classes;
const [image] = LoadImage({ image: uploaded.name });
const [inverted] = ImageInvert({ image });
SaveImage({ images: inverted, filename_prefix: "stable-canvas" });
const output = await workflow.invoke(client);
seen.images = output.images.length;
const first = output.images[0];
seen.bytes = Buffer.from(first.type === "buff" ? first.data : await (await fetch(first.data)).arrayBuffer()).toString("base64");

// The same again, by asking: it is known now, and comes from the cache.
const again = await workflow.invoke_polling(client, { polling_ms: 50 });
seen.again = again.images.length;

seen.nodes = Object.keys(await client.getNodeDefs()).length;
seen.history = (await client.getHistory()).History.length;
seen.queue = await client.getQueue();
await client.storeSetting("color", "green");
seen.setting = await client.getSetting("color");
await client.storeUserData("note.json", JSON.stringify({ a: 1 }));
seen.data = await (await client.getUserData("note.json")).json();
await client.free({ unload_models: true, free_memory: true });

process.stdout.write(JSON.stringify(seen));
client.close();
process.exit(0);
