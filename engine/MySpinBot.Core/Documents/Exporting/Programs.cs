using System.Text.Encodings.Web;
using System.Text.Json;

namespace MySpinBot.Core.Documents.Exporting;

/// <summary>Small programs that hand a graph to a server and show what it answers. A key is taken from MYSPINBOT_KEY, where there is one.</summary>
internal static class Programs
{
    private const string Jobs = "/api/v1/jobs";

    /// <summary>For a shell. The graph goes over standard input, since a command line would be too short for it.</summary>
    public static string Curl(string submission, Uri server) => $$"""
        #!/bin/sh
        # Hands a graph to MySpinBot. Add -H 'Prefer: wait=60' to wait for the job's end.
        curl --silent --show-error --fail-with-body '{{Root(server).Replace("'", "'\\''", StringComparison.Ordinal)}}{{Jobs}}' \
          --header 'Content-Type: application/json' \
          ${MYSPINBOT_KEY:+--header "Authorization: Bearer $MYSPINBOT_KEY"} \
          --data-binary @- <<'END_OF_GRAPH'
        {{submission}}
        END_OF_GRAPH

        """;

    /// <summary>For .NET: the Program.cs of a console program.</summary>
    public static string CSharp(string submission, Uri server)
    {
        var quotes = new string('"', Math.Max(3, LongestRun(submission, '"') + 1));
        return $$"""
            // Hands a graph to MySpinBot, and shows the job that it became.
            using System.Net.Http.Headers;
            using System.Text;

            const string Submission = {{quotes}}
            {{submission}}
            {{quotes}};

            using var http = new HttpClient { BaseAddress = new Uri({{Text(Root(server))}}) };
            if (Environment.GetEnvironmentVariable("MYSPINBOT_KEY") is { Length: > 0 } key)
            {
                http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
            }

            using var answer = await http.PostAsync("{{Jobs}}", new StringContent(Submission, Encoding.UTF8, "application/json"));
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 1;

            """;
    }

    /// <summary>For Node, Deno, Bun or a browser: a module.</summary>
    public static string JavaScript(string submission, Uri server) => $$"""
        // Hands a graph to MySpinBot, and shows the job that it became.
        const submission = {{Literal(submission)}};

        const key = globalThis.process?.env?.MYSPINBOT_KEY;
        const answer = await fetch({{Text(Root(server))}} + "{{Jobs}}", {
          method: "POST",
          headers: { "Content-Type": "application/json", ...(key ? { Authorization: `Bearer ${key}` } : {}) },
          body: JSON.stringify(submission),
        });
        console.log(await answer.json());
        if (!answer.ok) {
          throw new Error(`The server answered ${answer.status}.`);
        }

        """;

    private static string Root(Uri server) => server.GetLeftPart(UriPartial.Path).TrimEnd('/');

    // In a literal this name would set an object's prototype.
    private static string Literal(string json) => json.Contains("\"__proto__\"", StringComparison.Ordinal) ? $"JSON.parse({Text(json)})" : json;

    // A literal of C#, too.
    private static string Text(string text) => JsonSerializer.Serialize(text, Readable);

    private static JsonSerializerOptions Readable { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static int LongestRun(string text, char letter)
    {
        var (longest, run) = (0, 0);
        foreach (var one in text)
        {
            run = one == letter ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
