using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The byte form of how a network that takes noise away is made.</summary>
internal static class NetworkForms
{
    private const int MostChannels = 1 << 16;
    private const int MostLayers = 1000;
    private const int MostSides = 64;

    public static void Network(this ValueWriter writer, NetworkConfig network)
    {
        writer.Int32(network is VideoUNetConfig ? 1 : 0);
        writer.Int32(network.InChannels);
        writer.Int32(network.OutChannels);
        writer.Int32(network.ContextWidth);
        writer.Int32s(network.Channels);
        writer.Int32s(network.Heads);
        switch (network)
        {
            case UNetConfig unet:
                writer.Int32(unet.LayersPerBlock);
                writer.Int32(unet.NormGroups);
                writer.Single(unet.NormEpsilon);
                writer.Int32s(unet.TransformerLayers);
                writer.Int32(unet.AddedWidth);
                writer.Int32(unet.SizeWidth);
                break;
            case VideoUNetConfig video:
                writer.Int32(video.LayersPerBlock);
                writer.Int32(video.Frames);
                writer.Int32(video.NumberWidth);
                break;
            default:
                throw new ArgumentException($"{network} has no byte form.", nameof(network));
        }
    }

    public static NetworkConfig Network(this ValueReader reader)
    {
        var isVideo = reader.Int32(0, 1) == 1;
        var (taken, given, context) = (reader.Int32(1, MostChannels), reader.Int32(1, MostChannels), reader.Int32(1, MostChannels));
        var (channels, heads) = (reader.Int32s(), reader.Int32s());
        return isVideo
            ? new VideoUNetConfig
            {
                InChannels = taken, OutChannels = given, ContextWidth = context, Channels = channels, Heads = heads,
                LayersPerBlock = reader.Int32(1, MostLayers), Frames = reader.Int32(1, Forms.MostSides), NumberWidth = reader.Int32(1, MostChannels),
            }
            : new UNetConfig
            {
                InChannels = taken, OutChannels = given, ContextWidth = context, Channels = channels, Heads = heads,
                LayersPerBlock = reader.Int32(1, MostLayers), NormGroups = reader.Int32(1, MostChannels), NormEpsilon = reader.Single(),
                TransformerLayers = reader.List(MostSides, () => reader.Int32(0, MostLayers)), AddedWidth = reader.Int32(0, MostChannels), SizeWidth = reader.Int32(1, MostChannels),
            };
    }
}
