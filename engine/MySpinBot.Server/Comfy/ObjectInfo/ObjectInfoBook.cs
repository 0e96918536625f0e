using MySpinBot.Server.Catalogs;
using MySpinBot.Server.Files;

namespace MySpinBot.Server.Comfy.ObjectInfo;

/// <summary>Keeps <c>object_info</c> as bytes: of a catalog it is written once, and put together again only when files that it offers come or go.</summary>
internal sealed class ObjectInfoBook(FileLists files)
{
    private readonly Lock _gate = new();
    private Kept? _kept;

    /// <summary>The whole catalog.</summary>
    public PackedBytes Whole(KnownCatalog catalog)
    {
        var info = Of(catalog);
        var lists = Lists(info);
        lock (_gate)
        {
            if (_kept is { Whole: { } whole } kept && kept.Info == info && kept.Lists.AsSpan().SequenceEqual(lists))
            {
                return whole;
            }
        }

        var made = new PackedBytes(info.Whole(lists));
        lock (_gate)
        {
            if (_kept?.Info == info)
            {
                _kept = _kept with { Lists = lists, Whole = made };
            }
        }

        return made;
    }

    /// <summary>One node; an empty object where there is none of this name.</summary>
    public PackedBytes One(KnownCatalog catalog, string name)
    {
        var info = Of(catalog);
        return new PackedBytes(info.One(name, Lists(info)));
    }

    private ObjectInfo Of(KnownCatalog catalog)
    {
        lock (_gate)
        {
            // Whoever asks while it is being written waits: writing it twice would take longer.
            if (_kept is null || _kept.Etag != catalog.Etag)
            {
                _kept = new Kept(catalog.Etag, new ObjectInfo(catalog.Message), [], null);
            }

            return _kept.Info;
        }
    }

    private FileList[] Lists(ObjectInfo info)
    {
        var lists = new FileList[info.Choices.Count];
        for (var i = 0; i < lists.Length; i++)
        {
            lists[i] = files.Of(info.Choices[i]);
        }

        return lists;
    }

    private sealed record Kept(string Etag, ObjectInfo Info, FileList[] Lists, PackedBytes? Whole);
}
