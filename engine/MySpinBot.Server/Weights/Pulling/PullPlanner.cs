using MySpinBot.Core.Sentences;
using MySpinBot.Core.Weights;
using MySpinBot.Server.Files;
using MySpinBot.Server.Weights.Manifests;
using MySpinBot.Server.Weights.Records;

namespace MySpinBot.Server.Weights.Pulling;

/// <summary>Finds out what a wish means: which addresses, which file, which digest, which terms.</summary>
internal sealed class PullPlanner(WeightOptions options, ModelManifest manifest, JsonRecord<Pin> pins, JsonRecord<Acceptance> accepted)
{
    private const string Shorthand = "hf:";
    private const string HuggingFace = "huggingface.co";

    /// <summary>The plan of a wish.</summary>
    /// <exception cref="ServerRefusal">It means nothing that can be pulled, or its licence was not accepted.</exception>
    public PullPlan Plan(PullWish wish)
    {
        if (wish.Sha256 is { } given && !Sha256Text.Is(given))
        {
            throw Wrong("bad_sha256", $"'{Shown.Plain(given)}' is no SHA-256: it has 64 hexadecimal digits.");
        }

        return (wish.Name, wish.Url) switch
        {
            ({ } name, null) => Of(Named(name), wish),
            (null, { } url) => Address(url) is var at && manifest.At(at) is { } entry ? Of(entry, wish) : At(at, wish),
            _ => throw Wrong("bad_wish", "Give either the name of a model or an address, and not both."),
        };
    }

    /// <summary>Where a file of a kind goes to.</summary>
    public string FolderFor(string kind)
    {
        var folders = options.Folders.GetValueOrDefault(ModelKinds.Today(kind), []);
        if (folders.Count == 0)
        {
            throw Wrong("no_such_kind", $"There is no kind of models {Shown.Name(kind)}.{new NearestNames().Ask(kind, options.Folders.Keys)}");
        }

        // Some kinds have an older folder that is looked through first; new files go to that of today's name.
        return folders.FirstOrDefault(folder => Path.GetFileName(folder) == ModelKinds.Today(kind)) ?? folders[0];
    }

    private ModelEntry Named(string name)
        => manifest.Find(name) ?? throw new ServerRefusal(
            RefusalKind.Missing, "unknown_model", $"No manifest has a model {Shown.Name(name)}.{manifest.Suggest(name)} Models that are in none are pulled by their address: give 'url' and 'kind'.");

    private PullPlan Of(ModelEntry entry, PullWish wish)
    {
        if (wish.Kind is { } kind && ModelKinds.Today(kind) != entry.Kind)
        {
            throw Wrong("bad_wish", $"The model '{entry.Name}' is of the kind {entry.Kind}; leave 'kind' out, or give its address.");
        }

        if (wish.Sha256 is { } sha256 && entry.Sha256 is { } published && !published.Equals(sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw Wrong("bad_sha256", $"The manifest says that '{entry.Name}' has the SHA-256 {published}, and another was given.");
        }

        Accept(entry, wish);
        var outbound = entry.IsOperators ? entry.Urls.Aggregate(options.Outbound, (rules, url) => rules.And(url)) : options.Outbound;
        return Plan(entry.Kind, wish.File ?? entry.File, entry.Urls, wish, entry.Sha256) with { Entry = entry, Bytes = entry.Bytes, Token = TokenOf(entry), Outbound = outbound };
    }

    private PullPlan At(Uri url, PullWish wish)
    {
        if (options.Outbound.Refusal(url) is { } refusal)
        {
            throw new ServerRefusal(RefusalKind.Forbidden, PullFault.PrivateAddress, refusal);
        }

        if (wish.Kind is not { Length: > 0 } kind)
        {
            throw Wrong("no_kind", $"Say of what kind the model is: one of {Shown.Names(options.Folders.Keys, 40)}.");
        }

        var file = wish.File ?? Uri.UnescapeDataString(url.Segments[^1].TrimEnd('/'));
        return Plan(kind, file, [url], wish, null) with { Token = url.IdnHost == HuggingFace ? options.Secret("HF_TOKEN") : null, Outbound = options.Outbound };
    }

    private PullPlan Plan(string kind, string file, IReadOnlyList<Uri> urls, PullWish wish, string? published)
    {
        kind = ModelKinds.Today(kind);
        var folder = FolderFor(kind);
        var parts = PathNames.Parts(file, RefusalKind.Wrong, "The file's name");
        if (parts.Length == 0)
        {
            throw Wrong("no_file_name", "The address has no file's name at its end: give one in 'file'.");
        }

        PathNames.CheckForWriting(parts, "The file's name");
        var name = string.Join('/', parts);
        if (ModelKinds.Extensions(kind) is { Count: > 0 } extensions && !extensions.Contains(Path.GetExtension(name)))
        {
            throw Wrong("bad_extension", $"{Shown.Name(name)} is no name of a model of the kind {kind}: it ends in one of {string.Join(", ", extensions.Order(StringComparer.Ordinal))}.");
        }

        // A link in the folder may lead elsewhere: that is how people share models; but nothing is written through one.
        var path = RealPath.Below(folder, parts) ?? throw Wrong("path_not_allowed", $"{Shown.Name(name)} lies behind a link that leads out of its folder; nothing is written there.");
        var pin = wish.Updates ? null : pins.Find($"{kind}/{name}");
        return new PullPlan
        {
            Kind = kind,
            File = name,
            Folder = folder,
            Path = path,
            Urls = urls,
            Sha256 = published ?? wish.Sha256?.ToLowerInvariant() ?? pin?.Sha256,
            IsPinned = published is null && wish.Sha256 is null && pin is not null,
            Updates = wish.Updates,
        };
    }

    private void Accept(ModelEntry entry, PullWish wish)
    {
        if (wish.AcceptsLicence)
        {
            accepted.Set((entry.Name, new Acceptance(entry.Licence.Name, wish.By, options.Time.GetUtcNow())));
        }
        else if (!IsAccepted(entry))
        {
            var where = entry.Licence.Url is { } url ? $" ({url})" : "";
            throw new ServerRefusal(RefusalKind.Meaningless, "licence_not_accepted", $"The model '{entry.Name}' comes under {entry.Licence.Name}{where}. Read it, and say that you accept it: '--accept-licence', or \"accept_licence\": true.");
        }
    }

    /// <summary>Whether the terms of a model were accepted once.</summary>
    public bool IsAccepted(ModelEntry entry) => accepted.Find(entry.Name) is { } before && before.Licence == entry.Licence.Name;

    private string? TokenOf(ModelEntry entry)
        => entry.Token is not { } name ? entry.Urls[0].IdnHost == HuggingFace && !entry.IsOperators ? options.Secret("HF_TOKEN") : null
            : options.Secret(name) ?? throw new ServerRefusal(
                RefusalKind.Forbidden, "no_token", $"The publisher of '{entry.Name}' gives it only to those who asked for it: ask at {entry.Licence.Url ?? entry.Urls[0]}, and put your token into the variable {name} (or MYSPINBOT_SECRET_{name.ToUpperInvariant()}) of whoever pulls.");

    private static Uri Address(string text)
    {
        if (text.StartsWith(Shorthand, StringComparison.OrdinalIgnoreCase))
        {
            return OfHuggingFace(text[Shorthand.Length..]);
        }

        if (text.Length > 4096 || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
        {
            throw Wrong("bad_url", $"{Shown.Name(text)} is no address: it begins with https://, or is hf:ORGANISATION/REPOSITORY/FILE.");
        }

        return url.UserInfo.Length == 0 ? url : throw Wrong("bad_url", "The address has a name or password in it; leave it out. Tokens are taken from the environment.");
    }

    private static Uri OfHuggingFace(string text)
    {
        var parts = text.Split('/', 3);
        if (parts.Length < 3 || parts.Any(part => part.Length == 0) || text.Length > 2048 || text.Any(char.IsControl))
        {
            throw Wrong("bad_url", $"{Shown.Name(Shorthand + text)} is not read: write hf:ORGANISATION/REPOSITORY/FILE, or hf:ORGANISATION/REPOSITORY@REVISION/FILE.");
        }

        var (repository, revision) = parts[1].Split('@', 2) is [var name, { Length: > 0 } at] ? (name, at) : (parts[1].TrimEnd('@'), "main");
        var file = string.Join('/', parts[2].Split('/').Select(Uri.EscapeDataString));
        return new Uri($"https://{HuggingFace}/{Uri.EscapeDataString(parts[0])}/{Uri.EscapeDataString(repository)}/resolve/{Uri.EscapeDataString(revision)}/{file}");
    }

    private static ServerRefusal Wrong(string code, string sentence) => new(RefusalKind.Wrong, code, sentence);
}
