using MySpinBot.Core.Messages;
using MySpinBot.Core.Messages.Working;

namespace MySpinBot.Runtime.Working;

/// <summary>What a node has said that is not kept, since it was last told: how far it is and what it looks like, the latest of each, its last lines, and the text that its calls have added.</summary>
internal sealed class NodeNews(string nodeId)
{
    private const int MostLines = 20;
    private const int MostText = 16 << 10;
    private const int MostStreamed = 1 << 20;
    private const int MostStreaming = 64;

    private ProgressReported? _progress;
    private PreviewShown? _preview;
    private Queue<NodeLogged>? _lines;
    private SortedDictionary<int, List<TextStreamed>>? _texts;
    private int _streamed;

    /// <summary>Takes another.</summary>
    public void Add(NodeEvent happened)
    {
        switch (happened)
        {
            case ProgressReported progress:
                _progress = progress;
                break;
            case PreviewShown preview:
                _preview = preview;
                break;
            case TextStreamed text:
                Add(text);
                break;
            case NodeLogged line:
                _lines ??= new Queue<NodeLogged>();
                if (_lines.Count == MostLines)
                {
                    _lines.Dequeue();
                }

                _lines.Enqueue(line.Message.Length > MostText ? line with { Message = line.Message[..MostText] + "…" } : line);
                break;
        }
    }

    /// <summary>Writes what there is.</summary>
    public void WriteTo(FrameBuffer frames, Guid job)
    {
        if (_lines is not null)
        {
            foreach (var line in _lines)
            {
                frames.Add(new JobPassed(job, nodeId), line);
            }
        }

        foreach (var text in _texts?.Values.SelectMany(pieces => pieces) ?? [])
        {
            frames.Add(new JobPassed(job, nodeId), text);
        }

        if (_progress is not null)
        {
            frames.Add(new JobPassed(job, nodeId), _progress);
        }

        if (_preview is not null)
        {
            frames.Add(new JobPreviewed(job, nodeId), _preview.Jpeg.Span);
        }
    }

    // Pieces that go on with each other are one. Where nobody takes them away for long the oldest are let go; the offsets tell.
    private void Add(TextStreamed text)
    {
        _texts ??= [];
        if (!_texts.TryGetValue(text.Call, out var pieces))
        {
            if (_texts.Count == MostStreaming)
            {
                return;
            }

            _texts.Add(text.Call, pieces = []);
        }

        _streamed += text.Text.Length;
        if (pieces is [.., var last] && last.Offset + last.Text.Length == text.Offset && last.Text.Length + text.Text.Length <= MostText)
        {
            pieces[^1] = last with { Text = last.Text + text.Text };
        }
        else
        {
            pieces.Add(text);
        }

        while (_streamed > MostStreamed && pieces.Count > 1)
        {
            _streamed -= pieces[0].Text.Length;
            pieces.RemoveAt(0);
        }
    }
}
