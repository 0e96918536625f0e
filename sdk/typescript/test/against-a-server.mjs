// Runs a graph on the server that is named, and prints what came of it.
import { MySpinBotClient } from "../dist/index.js";

const client = new MySpinBotClient(process.argv[2]);
const numbers = [];
const results = await client.run(
  {
    card: { class_type: "TitleCard", inputs: { text: "Hello from TypeScript", width: 64, height: 64 } },
    save: { class_type: "SaveImage", inputs: { images: ["card", 0], filename_prefix: "typescript" } },
  },
  { name: "typed", onNews: (news) => news.number === undefined || numbers.push(news.number) },
);
const [file] = results.nodes.flatMap((node) => node.files);
const bytes = Buffer.from(await (await client.open(file.url)).arrayBuffer()).toString("base64");
console.log(JSON.stringify({ state: results.job.state, last: results.job.last_event, numbers, path: file.path, bytes }));
