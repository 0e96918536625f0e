using System.Text.Json.Serialization;

namespace MySpinBot.Core.Messages.Previewing;

/// <summary>What the server tells its previewer: one after the other, each answered by one <see cref="PreviewerSignal"/>, but for the first, which is not answered.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "command")]
[JsonDerivedType(typeof(BeginPreviewing), "begin_previewing")]
[JsonDerivedType(typeof(MakePreview), "make_preview")]
[JsonDerivedType(typeof(PutMask), "put_mask")]
public abstract record PreviewerCommand;

/// <summary>The bounds that the process puts on itself, before it looks at any file. Always the first command.</summary>
/// <param name="MemoryBytes">Memory that it, and each program that it starts, may write to.</param>
/// <param name="ToolSeconds">How long a program that it starts may take.</param>
/// <param name="MostBytes">The most bytes that it gives.</param>
public sealed record BeginPreviewing(long MemoryBytes, double ToolSeconds, int MostBytes) : PreviewerCommand;

/// <summary>Make something to look at out of a file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Wish">What is wanted.</param>
public sealed record MakePreview(string Path, PreviewWish Wish) : PreviewerCommand;

/// <summary>Make a PNG of a picture with the opacity of another of its size; its texts stay.</summary>
/// <param name="Path">The picture.</param>
/// <param name="Mask">The other.</param>
public sealed record PutMask(string Path, string Mask) : PreviewerCommand;

/// <summary>What a previewer answers.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "signal")]
[JsonDerivedType(typeof(PreviewMade), "preview_made")]
[JsonDerivedType(typeof(PreviewRefused), "preview_refused")]
public abstract record PreviewerSignal;

/// <summary>It is made; the frame's bytes are it.</summary>
/// <param name="MediaType">What it is.</param>
public sealed record PreviewMade(string MediaType) : PreviewerSignal;

/// <summary>It cannot be made.</summary>
/// <param name="Sentence">Why.</param>
public sealed record PreviewRefused(string Sentence) : PreviewerSignal;
