
using System.Buffers;

namespace MySpinBot.Core.Documents.Embedded.Containers;

/// <summary>The comment packets of the streams in an Ogg file (RFC 3533): they are the second of each, and may go over many pages.</summary>
internal static class OggFile
{
    private const int HeadLength = 27;
    private const int MostStreams = 4;

    // The comments come second, or in FLAC as one of some blocks behind its first.
    private const int MostPackets = 4;

    public static void Read(MediaSource file, FoundTexts texts)
    {
        file.Position = 0;
        var streams = new Dictionary<uint, PacketStream>();
        var head = new byte[HeadLength];
        var laces = new byte[255];
        while (file.Left > 0)
        {
            file.CountPiece();
            file.Read(head);
            if (!head.AsSpan().StartsWith("OggS"u8))
            {
                texts.Damage("A page has no signature; what follows was not looked at.");
                return;
            }

            var serial = BitConverter.ToUInt32(head, 14);
            var lacing = laces.AsSpan(0, head[26]);
            file.Read(lacing);
            if (!streams.TryGetValue(serial, out var stream) && streams.Count < MostStreams)
            {
                streams.Add(serial, stream = new PacketStream(texts));
            }

            ReadPage(file, lacing, stream);
            if (streams.Values.All(one => one.IsOver))
            {
                return;
            }
        }
    }

    private static void ReadPage(MediaSource file, ReadOnlySpan<byte> lacing, PacketStream? stream)
    {
        for (var i = 0; i < lacing.Length;)
        {
            var (length, ends) = (0, false);
            for (; i < lacing.Length && !ends; i++)
            {
                length += lacing[i];
                ends = lacing[i] < 255;
            }

            if (stream is null || stream.IsOver)
            {
                file.Position += length > file.Left ? throw new EndOfStreamException() : length;
            }
            else
            {
                stream.Take(file, length, ends);
            }
        }
    }

    /// <summary>The first packets of one stream.</summary>
    private sealed class PacketStream(FoundTexts texts)
    {
        private readonly ArrayBufferWriter<byte> _packet = new();
        private int _packets;
        private bool _isTooLong;

        /// <summary>Whether nothing more is to come of it.</summary>
        public bool IsOver { get; private set; }

        public void Take(MediaSource file, int length, bool ends)
        {
            var part = file.Take(length);
            _isTooLong |= part is null || _packet.WrittenCount + length > texts.Room + 4096L;
            if (!_isTooLong)
            {
                _packet.Write(part);
            }

            if (!ends)
            {
                return;
            }

            Read(_packet.WrittenSpan);
            _packet.ResetWrittenCount();
            IsOver |= ++_packets == MostPackets;
        }

        private void Read(ReadOnlySpan<byte> packet)
        {
            if (_isTooLong)
            {
                texts.TooLong("comment");
                IsOver = true;
            }
            else if (packet.StartsWith("OpusTags"u8))
            {
                Found(packet[8..]);
            }
            else if (packet.StartsWith("\u0003vorbis"u8))
            {
                Found(packet[7..]);
            }
            else if (_packets > 0 && packet is [0x04 or 0x84, _, _, _, ..])
            {
                Found(packet[4..]); // a block of FLAC
            }
            else if (_packets == 0 && !IsSound(packet))
            {
                IsOver = true;
            }
        }

        private void Found(ReadOnlySpan<byte> comments)
        {
            VorbisComment.Read(comments, texts);
            IsOver = true;
        }

        private static bool IsSound(ReadOnlySpan<byte> first) => first.StartsWith("OpusHead"u8) || first.StartsWith("\u0001vorbis"u8) || first.StartsWith("\u007FFLAC"u8);
    }
}
