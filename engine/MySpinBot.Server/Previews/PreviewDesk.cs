using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using MySpinBot.Core.Messages.Previewing;

namespace MySpinBot.Server.Previews;

/// <summary>Gives previews of files: those that were made are kept, equal wishes that come at once are one piece of work, and a file that nothing can be made of is not tried again for a while. Safe from any thread.</summary>
internal sealed class PreviewDesk : IDisposable
{
    private const int MostRemembered = 4_096;

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10);

    private readonly TimeProvider _time;
    private readonly Previewers _previewers;
    private readonly PreviewShelf _shelf;
    private readonly ConcurrentDictionary<string, Lazy<Task<byte[]>>> _making = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (string Sentence, long Since)> _refused = new(StringComparer.Ordinal);
    private readonly Queue<string> _refusedInOrder = new();

    /// <summary>Of a server.</summary>
    public PreviewDesk(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _time = options.Time;
        _previewers = new Previewers(options);
        _shelf = new PreviewShelf(Path.Join(options.DataFolder, "previews"), options.Previews.KeptBytes, options.Time);
    }

    /// <summary>Whether any can be made.</summary>
    public bool IsOpen => _previewers.AreThere;

    /// <summary>The processes that make them.</summary>
    internal Previewers Previewers => _previewers;

    /// <summary>Where those that were made are kept.</summary>
    internal string Folder => _shelf.Folder;

    /// <summary>What stands for a wish of a source, as an entity tag without quotes.</summary>
    public static string KeyOf(PreviewSource source, PreviewWish wish) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{source.Identity}\n{wish.Name}")).AsSpan(0, 24));

    /// <summary>A preview: the place where it is kept, or its bytes where it was just made.</summary>
    /// <exception cref="NoPreview">It cannot be made of this file.</exception>
    /// <exception cref="ServerRefusal">Not now.</exception>
    public async Task<(string Place, byte[]? Bytes)> GiveAsync(PreviewSource source, PreviewWish wish, CancellationToken cancellation)
    {
        var key = KeyOf(source, wish);
        var place = _shelf.PlaceOf(key, wish.Format);
        if (_shelf.Has(place))
        {
            return (place, null);
        }

        ThrowIfRefused(key);

        // Whoever began it may go; the others, and the shelf, still want it.
        var making = _making.GetOrAdd(key, _ => new Lazy<Task<byte[]>>(() => MakeAsync(source, wish, key, place)));
        return (place, await making.Value.WaitAsync(cancellation));
    }

    /// <summary>A picture with the opacity of another, as PNG.</summary>
    /// <exception cref="NoPreview">It cannot be made of these files.</exception>
    /// <exception cref="ServerRefusal">Not now.</exception>
    public Task<byte[]> MaskAsync(string path, string mask) => _previewers.AskAsync(new PutMask(path, mask));

    /// <inheritdoc/>
    public void Dispose() => _previewers.Dispose();

    private async Task<byte[]> MakeAsync(PreviewSource source, PreviewWish wish, string key, string place)
    {
        try
        {
            var bytes = await _previewers.AskAsync(new MakePreview(source.Path, wish));
            _shelf.Put(place, bytes);
            return bytes;
        }
        catch (NoPreview none)
        {
            Remember(key, none.Message);
            throw;
        }
        finally
        {
            _making.TryRemove(key, out _);
        }
    }

    private void ThrowIfRefused(string key)
    {
        lock (_gate)
        {
            if (_refused.TryGetValue(key, out var known) && _time.GetElapsedTime(known.Since) < Remembered)
            {
                throw new NoPreview(known.Sentence);
            }
        }
    }

    private void Remember(string key, string sentence)
    {
        lock (_gate)
        {
            if (_refused.TryAdd(key, (sentence, _time.GetTimestamp())))
            {
                _refusedInOrder.Enqueue(key);
            }

            _refused[key] = (sentence, _time.GetTimestamp());
            while (_refusedInOrder.Count > MostRemembered)
            {
                _refused.Remove(_refusedInOrder.Dequeue());
            }
        }
    }
}
