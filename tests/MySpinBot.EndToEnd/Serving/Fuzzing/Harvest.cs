using MySpinBot.Server.Tests.Rest;
using Newtonsoft.Json.Linq;

namespace MySpinBot.EndToEnd.Serving.Fuzzing;

/// <summary>Names that the server itself has told: what is asked about is mostly there, so that requests get past the door.</summary>
internal sealed class Harvest
{
    private const int Most = 200;

    // Others delete as they like: what was told last is there most likely.
    private const int Latest = 5;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, List<string>> _names = [];

    /// <summary>Takes note of the names in an answer.</summary>
    /// <param name="path">The described path that was asked.</param>
    /// <param name="answer">The answer.</param>
    public void Take(string path, string answer)
    {
        var token = Promises.Read(answer);
        lock (_gate)
        {
            foreach (var property in (token as JContainer)?.DescendantsAndSelf().OfType<JProperty>() ?? [])
            {
                if (property.Value is JValue { Value: string or long } value && $"{value}" is { Length: > 0 and < 300 } text)
                {
                    Note(property.Name, text);
                    Note($"{Part(path)} {property.Name}", text);
                }
            }
        }
    }

    /// <summary>A name that fits a parameter of a path; null where none is known.</summary>
    public string? Find(string path, string parameter, Random random)
    {
        lock (_gate)
        {
            return (_names.GetValueOrDefault($"{Part(path)} {parameter}") ?? Content(path) ?? _names.GetValueOrDefault(parameter)) is { } names
                ? names[random.Next(2) == 0 ? random.Next(names.Count) : names.Count - 1 - random.Next(Math.Min(Latest, names.Count))] : null;
        }
    }

    // Artifacts are called by their content; what they are is told by others.
    private List<string>? Content(string path) => Part(path) == "artifacts" ? _names.GetValueOrDefault("artifact") ?? _names.GetValueOrDefault("content_id") : null;

    // /api/v1/jobs/{id}/events and /api/v1/jobs are about the same things.
    private static string Part(string path) => path.Split('/').ElementAtOrDefault(3) ?? path;

    private void Note(string key, string text)
    {
        if (!_names.TryGetValue(key, out var names))
        {
            _names.Add(key, names = []);
        }

        if (!names.Contains(text))
        {
            names.Add(text);
        }

        if (names.Count > Most)
        {
            names.RemoveAt(0);
        }
    }
}
