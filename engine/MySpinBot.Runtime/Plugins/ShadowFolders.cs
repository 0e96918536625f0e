using MySpinBot.Runtime.Files;

namespace MySpinBot.Runtime.Plugins;

/// <summary>Where copies of plugins lie: in a folder that stays, or, where that cannot be written, in a temporary one of this process.
/// A full or protected disk costs the copying, never a plugin.</summary>
/// <param name="kept">The folder that stays.</param>
internal sealed class ShadowFolders(string kept) : IDisposable
{
    private readonly Lock _gate = new();
    private string? _temporary;

    /// <summary>The place of a copy, made unless it is there.</summary>
    /// <param name="name">What the copy is called.</param>
    /// <param name="isThere">Whether it is whole at a place.</param>
    /// <param name="make">Makes it at a place.</param>
    public string Place(string name, Func<string, bool> isThere, Action<string> make)
    {
        var place = Path.Join(kept, name);
        if (isThere(place))
        {
            return place;
        }

        try
        {
            Directory.CreateDirectory(kept);
            make(place);
            return place;
        }
        catch (Exception fault) when (DiskFault.Is(fault))
        {
            var spare = Path.Join(Temporary(), name);
            make(spare);
            return spare;
        }
    }

    /// <summary>Removes the temporary folder. What is loaded from it stays loaded.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_temporary is not null)
            {
                Directory.Delete(_temporary, recursive: true);
                _temporary = null;
            }
        }
    }

    private string Temporary()
    {
        lock (_gate)
        {
            return _temporary ??= Directory.CreateTempSubdirectory("myspinbot-plugins-").FullName;
        }
    }
}
