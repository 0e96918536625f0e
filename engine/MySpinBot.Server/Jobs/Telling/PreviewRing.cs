namespace MySpinBot.Server.Jobs.Telling;

/// <summary>The latest previews of all jobs, by number. Safe from any thread.</summary>
internal sealed class PreviewRing
{
    private const int MostBytes = 16 << 20;
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Queue<PreviewNews> _kept = new();
    private long _last, _bytes;

    public PreviewNews Add(Guid job, string node, ReadOnlyMemory<byte> jpeg)
    {
        lock (_gate)
        {
            var news = new PreviewNews(job, node, ++_last, jpeg);
            _kept.Enqueue(news);
            _bytes += jpeg.Length;
            while (_kept.Count > Most || (_bytes > MostBytes && _kept.Count > 1))
            {
                _bytes -= _kept.Dequeue().Jpeg.Length;
            }

            return news;
        }
    }

    public PreviewNews? Find(long number)
    {
        lock (_gate)
        {
            return _kept.TryPeek(out var oldest) && number >= oldest.Number && number <= _last ? _kept.ElementAt((int)(number - oldest.Number)) : null;
        }
    }
}
