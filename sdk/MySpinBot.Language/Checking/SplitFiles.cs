using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using MySpinBot.Checkpoints;
using MySpinBot.Sdk;

namespace MySpinBot.Language;

/// <summary>Models in several files: <c>name-00001-of-00003.gguf</c>, ….</summary>
internal static partial class SplitFiles
{
    private const int MostParts = 1000;

    /// <summary>The files of a model, in order.</summary>
    /// <exception cref="NodeFailure">The file is one of several and not the first, or others are missing.</exception>
    public static ImmutableArray<string> Of(string path, GgufFile head)
    {
        var (count, number) = (Stated(head, "split.count"), Stated(head, "split.no"));
        if (count is null or 0 or 1)
        {
            return [path];
        }

        var (folder, name) = (Path.GetDirectoryName(Path.GetFullPath(path))!, Path.GetFileName(path));
        if (count is < 0 or > MostParts || Pattern().Match(name) is not { Success: true } match || Number(match, "count") != count || Number(match, "number") != number + 1)
        {
            throw new NodeFailure($"'{name}' says that it is part {number + 1} of {count}, and is not called so; parts are called 'name-00001-of-00003.gguf'. Give the files the names that they were published under.");
        }

        string Part(long part) => string.Create(CultureInfo.InvariantCulture, $"{match.Groups["name"].Value}-{part:00000}-of-{count:00000}.gguf");
        if (number != 0)
        {
            throw new NodeFailure($"'{name}' is part {number + 1} of {count}: choose '{Part(1)}', the others are found beside it.");
        }

        var missing = Enumerable.Range(1, (int)count).Select(part => Part(part)).Where(part => !File.Exists(Path.Combine(folder, part))).ToList();
        return missing.Count == 0 ? [.. Enumerable.Range(1, (int)count).Select(part => part == 1 ? path : Path.Combine(folder, Part(part)))]
            : throw new NodeFailure($"'{name}' is part 1 of {count}, and {string.Join(", ", missing.Take(3).Select(part => $"'{part}'"))}{(missing.Count > 3 ? $" and {missing.Count - 3} more" : "")} {(missing.Count == 1 ? "is" : "are")} not beside it: download all parts into one folder.");
    }

    /// <summary>Checks that the parts belong together.</summary>
    /// <exception cref="NodeFailure">They do not.</exception>
    public static void Check(string path, ImmutableArray<string> parts, ImmutableArray<GgufFile> heads, int tensors)
    {
        for (var part = 1; part < parts.Length; part++)
        {
            if (Stated(heads[part], "split.count") != parts.Length || Stated(heads[part], "split.no") != part)
            {
                throw new NodeFailure($"'{Path.GetFileName(parts[part])}' says that it is part {Stated(heads[part], "split.no") + 1} of {Stated(heads[part], "split.count")} of a model, and its name says something else: download it again.");
            }
        }

        if (parts.Length > 1 && Stated(heads[0], "split.tensors.count") is { } stated && stated != tensors)
        {
            throw new NodeFailure($"The {parts.Length} parts of '{Path.GetFileName(path)}' hold {tensors} tensors, and {stated} belong to the model: they are not of one model.");
        }
    }

    private static long? Stated(GgufFile head, string name) => head.Values.GetValueOrDefault(name)?.Value as long?;

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^(?<name>.+)-(?<number>[0-9]{5})-of-(?<count>[0-9]{5})\.gguf$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
