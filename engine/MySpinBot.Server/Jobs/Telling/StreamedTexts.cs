using System.Collections.Immutable;
using MySpinBot.Core.Messages;

namespace MySpinBot.Server.Jobs.Telling;

/// <summary>What the calls of a job have written so far, bounded, and for each reader what he has not yet: all of it for one who comes late, larger pieces for a slow one. Under the feed's lock.</summary>
internal sealed class StreamedTexts
{
    private const int MostOfACall = 256 << 10;
    private const int MostInAll = 1 << 20;

    private readonly Dictionary<(string Node, int Call), Stream> _streams = [];
    private long _length;
    private long _restarts;

    /// <summary>Bytes that it holds.</summary>
    public long Bytes => _length * sizeof(char);

    /// <summary>Takes a piece.</summary>
    /// <param name="news">The piece.</param>
    /// <param name="behind">The number of the event that it comes behind.</param>
    public void Take(TextNews news, long behind)
    {
        var key = (news.NodeId, news.Call);
        if (!_streams.TryGetValue(key, out var stream))
        {
            _streams.Add(key, stream = new Stream());
        }

        _length -= stream.Text.Length;
        if (news.Offset < stream.Text.End)
        {
            stream.Restarts.Add((++_restarts, news.Offset));
        }

        stream.Text.Add(news.Offset, news.Text);
        stream.Behind = behind;
        _length += stream.Text.Length;
        while (_length > MostInAll && _streams.Count > 1)
        {
            var oldest = _streams.Where(other => other.Key != key).MinBy(other => other.Value.Behind);
            _length -= oldest.Value.Text.Length;
            _streams.Remove(oldest.Key);
        }
    }

    /// <summary>What a reader has not yet, and takes now; with the number of the event behind which each piece comes.</summary>
    /// <param name="mark">How far the reader is.</param>
    /// <param name="job">The job.</param>
    /// <param name="upTo">Only what comes behind events up to this number.</param>
    public ImmutableArray<(long Behind, TextNews News)> Since(TextMark mark, Guid job, long upTo)
    {
        var found = ImmutableArray.CreateBuilder<(long, TextNews)>();
        foreach (var (key, stream) in _streams)
        {
            var (read, restart) = mark.Read.GetValueOrDefault(key);
            foreach (var (number, offset) in stream.Restarts)
            {
                read = number > restart ? Math.Min(read, offset) : read;
            }

            read = Math.Max(read, stream.Text.Start);
            if (stream.Behind <= upTo && read < stream.Text.End)
            {
                found.Add((stream.Behind, new TextNews(job, key.Node, key.Call, read, stream.Text.From(read))));
                mark.Read[key] = (stream.Text.End, _restarts);
            }
        }

        found.Sort(static (one, other) => one.Item1.CompareTo(other.Item1));
        return found.ToImmutable();
    }

    /// <summary>Lets go of all.</summary>
    public void Clear()
    {
        _streams.Clear();
        _length = 0;
    }

    private sealed class Stream
    {
        public TextSoFar Text { get; } = new(MostOfACall);

        public long Behind { get; set; }

        /// <summary>When it began anew, and from where: some of what readers had is no longer so.</summary>
        public List<(long Number, long Offset)> Restarts { get; } = [];
    }
}

/// <summary>How far a reader is with the texts of a job.</summary>
internal sealed class TextMark
{
    /// <summary>Of each call the offset behind what he has, and the last new beginning that he knows.</summary>
    public Dictionary<(string Node, int Call), (long Offset, long Restart)> Read { get; } = [];
}
