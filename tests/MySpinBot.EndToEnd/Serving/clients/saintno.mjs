// @saintno/comfyui-sdk: uploads a picture, runs a graph on it, follows it, fetches what it saved. Prints what it saw as JSON.
import { readFileSync } from "node:fs";
import { CallWrapper, ComfyApi, PromptBuilder } from "@saintno/comfyui-sdk";

const [, , host, picture] = process.argv;
const seen = { events: [], progress: 0 };

const api = new ComfyApi(host, "client-of-saintno");
for (const name of ["status", "execution_start", "executing", "executed", "execution_success", "progress"]) {
  api.on(name, (event) => seen.events.push(name === "executing" ? `executing ${event.detail.node}` : name));
}
await api.init().waitForReady();

const uploaded = await api.uploadImage(readFileSync(picture), "from-saintno.png");
const graph = {
  1: { class_type: "LoadImage", inputs: { image: uploaded.info.filename } },
  2: { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
  3: { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "x" } },
};
const builder = new PromptBuilder(graph, ["prefix"], ["images"]).setInputNode("prefix", "3.inputs.filename_prefix").setOutputNode("images", "3").input("prefix", "saintno");

const result = await new Promise((resolve, reject) =>
  new CallWrapper(api, builder)
    .onPending(() => (seen.pending = true))
    .onStart(() => (seen.started = true))
    .onProgress(() => seen.progress++)
    .onOutput((key) => (seen.output = key))
    .onFinished((data) => resolve(data))
    .onFailed((error) => reject(error))
    .run(),
);

const file = result.images.images[0];
const answer = await fetch(api.getPathImage(file));
seen.file = file.filename;
seen.bytes = Buffer.from(await answer.arrayBuffer()).toString("base64");
seen.upload = uploaded.info.filename;
seen.nodes = Object.keys(await api.getNodeDefs()).length;
seen.one = Object.keys(await api.getNodeDefs("SaveImage"));
seen.queue = await api.getQueue();
seen.history = Object.keys(await api.getHistories(10)).length;
seen.stats = Object.keys(await api.getSystemStats());
seen.embeddings = await api.getEmbeddings();

// A graph that cannot run is refused with the node's own error.
seen.refusal = await api.queuePrompt(null, { 1: { class_type: "SaveImage", inputs: { filename_prefix: "x" } } }).then(
  () => "accepted",
  async (error) => (error?.cause instanceof Response ? error.cause.text() : error instanceof Response ? error.text() : String(error?.message ?? error)),
);

process.stdout.write(JSON.stringify(seen));
api.destroy();
process.exit(0);
