using System.Collections.Immutable;
using MySpinBot.Sdk;

namespace MySpinBot.Nodes.Media;

/// <summary>A run of packets of a file, as they stand there.</summary>
/// <param name="Picture">The file's picture.</param>
/// <param name="First">The first packet.</param>
/// <param name="Count">How many, in the order of decoding: just as many frames.</param>
internal sealed record CopiedPart(EncodedPicture Picture, int First, int Count)
{
    /// <summary>Whether it is all of the file.</summary>
    public bool IsWhole => First == 0 && Count == Picture.Packets.Length;

    /// <summary>The packets.</summary>
    public ReadOnlySpan<Packet> Packets => Picture.Packets.AsSpan(First, Count);
}

/// <summary>How the pictures of a video can be taken out of its files without decoding them.</summary>
/// <param name="Encoding">The film, its container and codec settled.</param>
/// <param name="Parts">What is laid end to end.</param>
internal sealed record CopyPlan(FilmEncoding Encoding, ImmutableArray<CopiedPart> Parts)
{
    private const int MostParts = 500;

    /// <summary>The plan, or null where pictures must be encoded: something changes them, something other than what they are is wanted, or it is not certain that copying gives just these frames.</summary>
    public static async Task<CopyPlan?> OfAsync(Video video, FilmEncoding asked, NodeContext context, CancellationToken cancellation)
    {
        if (asked.IsAnimation || asked.Crf >= 0 || asked.HasRate || asked.Pixels != PixelLayout.Auto || video.Picture.Length > MostParts
            || !video.Picture.All(segment => segment.Source is FileSource && segment.Edits.IsDefaultOrEmpty))
        {
            return null;
        }

        var pictures = new Dictionary<ContentId, (EncodedPicture Picture, int[] Frames)>();
        var parts = ImmutableArray.CreateBuilder<CopiedPart>();
        FilmEncoding? encoding = null;
        foreach (var segment in video.Picture)
        {
            var file = ((FileSource)segment.Source).File;
            if (!pictures.TryGetValue(file.Id, out var known))
            {
                if (await PictureAsync(file, context, cancellation) is not { IsPlain: true } picture
                    || Settle(asked, picture) is not { } settled
                    || FrameGrid.FramesOf(picture.Packets, picture.TimeBase, video.FrameRate, rounded: settled.IsMatroska) is not { } frames)
                {
                    return null;
                }

                (encoding, known) = (settled, (picture, frames));
                pictures.Add(file.Id, known);
            }

            if (known.Picture.Form != pictures.Values.First().Picture.Form || PartOf(known.Picture, known.Frames, segment) is not { } part)
            {
                return null;
            }

            parts.Add(part);
        }

        return encoding is null ? null : new CopyPlan(encoding, parts.ToImmutable());
    }

    // What is wrong with a damaged file is said better where it is decoded.
    private static async Task<EncodedPicture?> PictureAsync(ArtifactReference file, NodeContext context, CancellationToken cancellation)
    {
        try
        {
            return await EncodedPicture.OfAsync(await context.Artifacts.PathOfAsync(file, cancellation), context, cancellation);
        }
        catch (NodeFailure)
        {
            return null;
        }
    }

    /// <summary>The film with the picture's own codec; null where another one is wanted or the container does not hold it.</summary>
    private static FilmEncoding? Settle(FilmEncoding asked, EncodedPicture picture)
    {
        // What editors work with is made smaller unless it is asked for.
        if (picture.Codec == PictureCodec.Auto || asked.Codec != picture.Codec && (asked.Codec != PictureCodec.Auto || picture.Codec is PictureCodec.ProRes or PictureCodec.Ffv1))
        {
            return null;
        }

        var settled = (asked with { Codec = picture.Codec }).Settled();
        return EncodingRules.Faults(asked with { Codec = picture.Codec, Hardware = HardwareUse.Auto }).Any() ? null : settled;
    }

    private static CopiedPart? PartOf(EncodedPicture picture, int[] frames, PictureSegment segment)
    {
        var (start, end) = (segment.FirstFrame, segment.FirstFrame + segment.FrameCount);
        if (start < 0 || end > frames.Length)
        {
            return null;
        }

        // Where decoding begins: at the file's first packet, or at a key frame that the container vouches for.
        var first = Array.IndexOf(frames, (int)start);
        if (!picture.Packets[first].IsKey || (first > 0 && !picture.IsIndexed))
        {
            return null;
        }

        // These packets are just the frames wanted: none that is shown earlier or later stands among them.
        var part = new CopiedPart(picture, first, (int)segment.FrameCount);
        return first + part.Count <= frames.Length && frames.AsSpan(first, part.Count) is var shown && shown.IndexOfAnyExceptInRange((int)start, (int)end - 1) < 0 ? part : null;
    }
}
