using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MySpinBot.Cli.Surrounding;
using MySpinBot.Cli.Terminal;
using MySpinBot.Server;
using MySpinBot.Server.Rest.Weights;
using MySpinBot.Server.Weights;
using MySpinBot.Server.Weights.Heads;
using MySpinBot.Server.Weights.Manifests;

namespace MySpinBot.Cli.Commands;

/// <summary><c>models list|show|pull|verify</c>: the files with weights, without a server.</summary>
internal static class ModelsCommand
{
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Make(Surroundings surroundings)
        => new("models", "Lists models, shows what they are, downloads them and checks them.") { List(surroundings), Show(surroundings), ModelsPull.Make(surroundings), ModelsVerify.Make(surroundings) };

    /// <summary>A value as one line of JSON.</summary>
    public static string Json(Action<Utf8JsonWriter> write)
    {
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes, Plain))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>A model by <c>KIND/NAME</c>, or by its name where only one kind has it.</summary>
    /// <exception cref="ServerRefusal">There is none, or there are several.</exception>
    public static WeightFile Find(WeightStore store, string given)
    {
        if (given.Split('/', 2) is [var kind, var rest] && store.IsKind(kind) && store.Find(kind, rest) is { } exact)
        {
            return exact;
        }

        var entry = store.Manifest.Find(given);
        var named = store.List().Where(file => file.Name == given || (entry is not null && file.Kind == entry.Kind && file.Name == entry.File)).ToList();
        return named.Count switch
        {
            1 => named[0],
            0 => throw new ServerRefusal(RefusalKind.Missing, "no_such_model", $"There is no model '{given}'{(entry is null ? "" : $"; 'myspinbot models pull {given}' gets it")}. 'myspinbot models list' names those that there are."),
            _ => throw new ServerRefusal(RefusalKind.Wrong, "several_models", $"Several models are called '{given}': {string.Join(", ", named.Select(file => $"{file.Kind}/{file.Name}"))}. Say which."),
        };
    }

    private static Command List(Surroundings surroundings)
    {
        var kind = new Option<string?>("--kind") { Description = "Only models of this kind (checkpoints, loras, upscale_models, …).", HelpName = "KIND" };
        var available = new Option<bool>("--available") { Description = "Those that can be pulled by name, rather than those that are there." };
        var command = new Command("list", "Lists the models that there are, or those that can be had.") { kind, available, EngineFlags.Json };
        var flags = new ModelsFlags().AddTo(command);
        command.SetAction(parsed => ModelsFlags.Try(surroundings, parsed, () =>
        {
            var (store, of, asJson) = (flags.Open(parsed, surroundings), parsed.GetValue(kind), parsed.GetValue(EngineFlags.Json));
            if (of is not null && !store.IsKind(of))
            {
                throw new ServerRefusal(RefusalKind.Wrong, "no_such_kind", $"There is no kind of models '{of}'; there are {string.Join(", ", store.Kinds)}.");
            }

            surroundings.Output.WriteLine(parsed.GetValue(available) ? Available(store, of, asJson) : There(store, of, asJson));
            return ExitCode.Done;
        }));
        return command;
    }

    private static Command Show(Surroundings surroundings)
    {
        var name = new Argument<string>("MODEL") { Description = "KIND/NAME, or the name alone." };
        var command = new Command("show", "Says what a model is: its format, size, digest, licence, and what its author wrote into it.") { name, EngineFlags.Json };
        var flags = new ModelsFlags().AddTo(command);
        command.SetAction(parsed => ModelsFlags.Try(surroundings, parsed, () =>
        {
            var store = flags.Open(parsed, surroundings);
            var file = Find(store, parsed.GetRequiredValue(name));
            var facts = WeightStore.Look(file);
            surroundings.Output.WriteLine(parsed.GetValue(EngineFlags.Json)
                ? Json(writer =>
                {
                    writer.WriteStartObject();
                    WeightJson.WriteFile(writer, store, file);
                    writer.WriteString("path", file.Path);
                    WeightJson.WriteFacts(writer, facts, store.PinOf(file));
                    writer.WriteEndObject();
                })
                : PlainText.Of(string.Join(Environment.NewLine, Lines(store, file, facts))));
            return ExitCode.Done;
        }));
        return command;
    }

    private static string There(WeightStore store, string? kind, bool asJson)
    {
        var files = store.List(kind);
        if (asJson)
        {
            return Json(writer =>
            {
                writer.WriteStartArray();
                foreach (var file in files)
                {
                    writer.WriteStartObject();
                    WeightJson.WriteFile(writer, store, file);
                    writer.WriteEndObject();
                }

                writer.WriteEndArray();
            });
        }

        return files.Count == 0 ? "There are no models. 'myspinbot models list --available' names some that can be had."
            : PlainText.Of(Columns.Of(files.Select(file => new[] { $"{file.Kind}/{file.Name}", ByteSize.Write(file.Bytes), store.KnownDigest(file)?[..12] ?? "", store.Manifest.For(file.Kind, file.Name)?.Licence.Name ?? "" })));
    }

    private static string Available(WeightStore store, string? kind, bool asJson)
    {
        var entries = store.Manifest.Entries.Where(entry => kind is null || entry.Kind == kind).ToList();
        return asJson
            ? Json(writer =>
            {
                writer.WriteStartArray();
                entries.ForEach(entry => WeightJson.WriteEntry(writer, store, entry));
                writer.WriteEndArray();
            })
            : PlainText.Of(Columns.Of(entries.Select(entry => new[]
            {
                entry.Name, entry.Kind, entry.Bytes is { } bytes ? ByteSize.Write(bytes) : "?", entry.Licence.Name, store.Find(entry.Kind, entry.File) is null ? "" : "there", entry.Description,
            })));
    }

    // What people want to know of a model takes more than a name does; a file's own words, which may be among it, have no end.
    private static string Cut(string text) => text.Length <= 240 ? text : $"{text.AsSpan(0, char.IsHighSurrogate(text[239]) ? 239 : 240)}…";

    private static IEnumerable<string> Lines(WeightStore store, WeightFile file, WeightFacts facts)
    {
        yield return $"{file.Kind}/{file.Name}";
        yield return $"  path      {file.Path}";
        yield return string.Create(CultureInfo.InvariantCulture, $"  size      {ByteSize.Write(file.Bytes)} ({file.Bytes} bytes), written {file.ChangedAt.ToLocalTime():yyyy-MM-dd HH:mm:ss}");
        yield return $"  format    {facts.Format}{(facts.Tensors is { } tensors ? string.Create(CultureInfo.InvariantCulture, $", {tensors} tensors, {facts.Parameters} numbers ({string.Join(", ", facts.NumberTypes.Select(type => $"{type.Value} {type.Key}"))})") : "")}";
        if (facts.Identity is { } identity)
        {
            yield return $"  is        {PlainText.OnOneLine(Cut(identity.ToString()))}{(identity.IsSupported || identity.Family == "unknown" ? "" : " (named, not run here)")}";
        }

        yield return $"  sha256    {store.KnownDigest(file) ?? "not read yet; 'myspinbot models verify' does"}";
        if (facts.Damage is { } damage)
        {
            yield return $"  DAMAGED   {damage}";
        }

        if (facts.Refusal is { } refusal)
        {
            yield return $"  REFUSED   {refusal}";
        }

        if (store.Manifest.For(file.Kind, file.Name) is { } entry)
        {
            yield return $"  model     {entry.Name}: {entry.Description}";
            yield return $"  licence   {Licence(entry)}{(store.IsAccepted(entry) ? ", accepted" : "")}";
        }

        if (store.PinOf(file) is { } pin)
        {
            yield return $"  pulled    {pin.At.ToLocalTime():yyyy-MM-dd HH:mm:ss} from {pin.Url}{(pin.IsPublished ? "" : " (its publisher's SHA-256 is not known; what came was remembered)")}";
        }

        foreach (var field in facts.Metadata?.EnumerateObject().Take(40) ?? [])
        {
            yield return $"  metadata  {Core.Sentences.Shown.Plain(field.Name)}: {Core.Sentences.Shown.Plain(field.Value.ToString())}";
        }
    }

    /// <summary>Terms of a model, in a line.</summary>
    public static string Licence(ModelEntry entry) => entry.Licence.Url is { } url ? $"{entry.Licence.Name} ({url})" : entry.Licence.Name;
}
