namespace MySpinBot.Sdk.Tests.Declared;

/// <summary>Nodes over media, files, links and secrets.</summary>
public static class MediaNodes
{
    /// <summary>Takes all media.</summary>
    /// <param name="image">Image.</param>
    /// <param name="mask">Mask.</param>
    /// <param name="audio">Audio.</param>
    /// <param name="video">Video.</param>
    [Node("AllMedia", Category = "test/media")]
    public static Image Media(Image image, Mask? mask = null, Audio? audio = null, Video? video = null) => image;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Which one.</param>
    /// <param name="token">A secret.</param>
    /// <returns>Where it lies.</returns>
    [Node("FilePath", Category = "test/media")]
    [return: Output(Name = "path")]
    public static string Path([FileFrom("input", Extensions = ".png, .jpg")] FileReference file, Secret? token = null) => file.Path + token;

    /// <summary>Passes anything on.</summary>
    /// <param name="anything">Anything.</param>
    [Node("PassAnything", Category = "test/media")]
    public static object? Pass(object? anything) => anything;

    /// <summary>Adds one to a number of either kind.</summary>
    /// <param name="number">A number.</param>
    [Node("AddOne", Category = "test/media")]
    [return: Output(Type = "INT,FLOAT")]
    public static object AddOne([Input(Type = "INT,FLOAT")] object number) => number is long whole ? whole + 1 : (double)number + 1;

    /// <summary>Shows a link.</summary>
    /// <param name="link">The link.</param>
    /// <param name="typed">A link to an image.</param>
    [Node("ShowLink", Category = "test/media")]
    public static string Link(RawLink link, [Input(Type = "IMAGE")] RawLink? typed = null) => $"{link.NodeId}:{link.Output}{typed?.NodeId}";

    /// <summary>Makes a mesh.</summary>
    /// <param name="corners">How many corners.</param>
    [Node("MakeMesh", Category = "test/media")]
    public static Mesh MakeMesh(int corners = 3) => new(corners);

    /// <summary>Makes a handle that lives in memory only.</summary>
    /// <param name="mesh">What it is of.</param>
    [Node("OpenHandle", Category = "test/media")]
    public static LiveHandle Open(Mesh mesh) => new(mesh);
}

/// <summary>A socket type that can be stored.</summary>
[Socket("MESH", Color = "#336699")]
public sealed record Mesh(int Corners);

/// <summary>Its byte form.</summary>
public sealed class MeshCodec : IValueCodec<Mesh>
{
    /// <inheritdoc/>
    public string Name => "mesh-1";

    /// <inheritdoc/>
    public void Encode(Mesh value, Stream output) => output.WriteByte((byte)value.Corners);

    /// <inheritdoc/>
    public Mesh Decode(Stream input) => new(input.ReadByte());
}

/// <summary>A socket type that lives in memory.</summary>
[Socket("HANDLE")]
public sealed class LiveHandle(Mesh mesh)
{
    public Mesh Mesh { get; } = mesh;
}
