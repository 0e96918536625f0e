using System.Collections.Immutable;

namespace MySpinBot.Nodes.Wav2Lip;

/// <summary>Chooses what a network is shown of a picture. Networks find faces from some 10 to some 300 pixels, so near and far ones want views of several sizes.</summary>
internal static class PictureViews
{
    /// <summary>The longest side that a picture is ever shown with, and the most that a small one is enlarged.</summary>
    private const int LongestSide = 2560, MostEnlarged = 4;

    /// <summary>The share of a part that its neighbour shows as well: faces up to this size are whole in one of them.</summary>
    private const double SharedPart = 0.3;

    private const int MostParts = 256;

    /// <summary>The longest side of the largest view: a picture need not be decoded larger.</summary>
    public static int Longest(FaceNetwork network, int width, int height, FaceDetail detail)
    {
        var longest = 0.0;
        foreach (var scale in Scales(network, width, height, detail))
        {
            longest = Math.Max(longest, scale * Math.Max(width, height));
        }

        return Math.Max(1, (int)Math.Round(longest));
    }

    /// <summary>The views of a picture of this size, the coarsest first.</summary>
    public static ImmutableArray<PictureView> Of(FaceNetwork network, int width, int height, FaceDetail detail)
    {
        var views = ImmutableArray.CreateBuilder<PictureView>();
        foreach (var scale in Scales(network, width, height, detail))
        {
            if (network.OnlySize is { } size)
            {
                AddParts(views, width, height, scale, size);
            }
            else
            {
                var (columns, rows) = (Scaled(width, scale), Scaled(height, scale));
                views.Add(new(0, 0, width, height, columns, rows, Side(columns, network), Side(rows, network)));
            }
        }

        return views.ToImmutable();
    }

    private static List<double> Scales(FaceNetwork network, int width, int height, FaceDetail detail)
    {
        var scales = new List<double>();
        if (network.OnlySize is { } size)
        {
            var whole = Math.Min((double)size.Width / width, (double)size.Height / height);
            var most = Math.Min(1.0, (double)LongestSide / Math.Max(width, height));
            Add(scales, Math.Min(whole, MostEnlarged));
            for (var scale = whole * 2; detail == FaceDetail.Thorough && scale < most * 1.5; scale *= 2)
            {
                Add(scales, Math.Min(scale, most));
            }

            return scales;
        }

        int[] sides = detail switch { FaceDetail.Fast => [320], FaceDetail.Normal => [256, 640], _ => [256, 640, 1280, LongestSide] };
        foreach (var side in sides)
        {
            // Small pictures are enlarged for the first size only: there is nothing more to see in them.
            var scale = Math.Min((double)side / Math.Max(width, height), scales.Count == 0 ? MostEnlarged : 1);
            Add(scales, scale);
        }

        return scales;
    }

    private static void Add(List<double> scales, double scale)
    {
        if (scales.Count == 0 || scale > scales[^1] * 1.2)
        {
            scales.Add(scale);
        }
    }

    private static void AddParts(ImmutableArray<PictureView>.Builder views, int width, int height, double scale, (int Width, int Height) size)
    {
        var (partWidth, partHeight) = (Math.Min(width, (int)(size.Width / scale)), Math.Min(height, (int)(size.Height / scale)));
        var (across, down) = (Starts(width, partWidth), Starts(height, partHeight));
        if ((long)across.Length * down.Length > MostParts)
        {
            return;
        }

        foreach (var y in down)
        {
            foreach (var x in across)
            {
                views.Add(new(x, y, partWidth, partHeight, Math.Min(size.Width, Scaled(partWidth, scale)), Math.Min(size.Height, Scaled(partHeight, scale)), size.Width, size.Height));
            }
        }
    }

    // Parts side by side, evenly, so that neighbours share enough.
    private static int[] Starts(int length, int part)
    {
        part = Math.Max(1, part);
        var count = part >= length ? 1 : 1 + (int)Math.Ceiling((length - part) / (part * (1 - SharedPart)));
        var starts = new int[count];
        for (var i = 1; i < count; i++)
        {
            starts[i] = (int)((long)(length - part) * i / (count - 1));
        }

        return starts;
    }

    private static int Scaled(int length, double scale) => Math.Max(1, (int)Math.Round(length * scale));

    private static int Side(int length, FaceNetwork network) => (Math.Max(length, network.LeastSide) + network.Multiple - 1) / network.Multiple * network.Multiple;
}
