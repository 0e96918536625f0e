import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { MySpinBotClient, ProblemError } from "../dist/index.js";

const job = "0193f5a2-7c1e-7b60-9d5e-3f1c2a4b6d80";
const json = (response, status, body, type = "application/json") => response.writeHead(status, { "content-type": type }).end(JSON.stringify(body));

async function serving(answer, act) {
  const asked = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    answer(request, response, asked.length - 1);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await act(`http://127.0.0.1:${server.address().port}`, asked);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test("watching goes on where it was when the connection breaks", () =>
  serving(
    (request, response, before) => {
      const first = Number(new URL(request.url, "http://x").searchParams.get("after")) + 1;
      if (first > 4) {
        response.writeHead(204).end();
        return;
      }

      response.writeHead(200, { "content-type": "text/event-stream" });
      for (let number = first; number < first + 2; number++) {
        response.write(`id: ${number}\nevent: node_skipped\ndata: {"event":"node_skipped","node_id":"${number}"}\n\n`);
      }

      before === 0 ? setTimeout(() => response.destroy(), 50) : response.end('event: progress\ndata: {"event":"progress","node_id":"3","call":0,"done":4,"total":20}\n\n');
    },
    async (server) => {
      const seen = [];
      for await (const news of new MySpinBotClient(server).watch(job)) {
        seen.push(news.number === undefined ? news.data.event : `${news.number} ${news.data.node_id}`);
      }

      assert.deepEqual(seen.filter((one) => one !== "progress"), ["1 1", "2 2", "3 3", "4 4"]);
      assert.ok(seen.includes("progress"));
    },
  ));

test("whoever stops watching lets go of the connection", () => {
  let gone;
  const closed = new Promise((resolve) => (gone = resolve));
  return serving(
    (request, response) => {
      request.on("close", gone);
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write('id: 1\nevent: node_skipped\ndata: {"event":"node_skipped","node_id":"1"}\n\n');
    },
    async (server) => {
      for await (const _ of new MySpinBotClient(server).watch(job)) {
        break;
      }

      await closed;
    },
  );
});

test("a signal ends watching with its reason", () =>
  serving(
    (_, response) => response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders(),
    async (server) => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(new Error("enough")), 50);
      await assert.rejects(new MySpinBotClient(server).watch(job, { signal: stop.signal }).next(), /enough/);
    },
  ));

test("a refusal says all that is wrong", () =>
  serving(
    (_, response) => json(response, 422, { status: 422, detail: "The graph cannot run.", code: "graph_refused", problems: [{ code: "c", sentence: "s" }] }, "application/problem+json"),
    async (server) => {
      await assert.rejects(new MySpinBotClient(server).http.GET("/api/v1/jobs/{id}", { params: { path: { id: job } } }), (fault) => {
        assert.ok(fault instanceof ProblemError);
        assert.equal(fault.message, "The graph cannot run.");
        assert.deepEqual(fault.problem.problems, [{ code: "c", sentence: "s" }]);
        return true;
      });
    },
  ));

test("a lost answer is asked for again under the same key", () => {
  const keys = new Set();
  return serving(
    (request, response, before) => {
      if (request.method === "POST") {
        keys.add(request.headers["idempotency-key"]);
      }

      [
        () => request.socket.destroy(),
        () => response.writeHead(503, { "retry-after": "0" }).end(),
        () => json(response, 202, { id: job }),
        () => response.writeHead(204).end(),
        () => json(response, 200, { job: { id: job }, nodes: [] }),
      ][before]();
    },
    async (server, asked) => {
      assert.deepEqual((await new MySpinBotClient(server).run({})).nodes, []);
      assert.equal(keys.size, 1);
      assert.equal(asked.filter((line) => line.startsWith("POST")).length, 3);
    },
  );
});

test("a link to another server is not followed with our key", async () => {
  await assert.rejects(new MySpinBotClient("http://127.0.0.1:1", { key: "secret" }).open("http://elsewhere.test/file"), /another server/);
});
