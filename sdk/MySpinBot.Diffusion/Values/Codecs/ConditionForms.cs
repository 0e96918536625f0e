using MySpinBot.Sdk;

namespace MySpinBot.Diffusion;

/// <summary>The byte form of conditions.</summary>
internal static class ConditionForms
{
    private const int MostConditions = 10_000;

    public static void Conditioning(this ValueWriter writer, Conditioning conditioning) => writer.List(conditioning.Conditions, writer.Condition);

    public static Conditioning Conditioning(this ValueReader reader) => new(reader.List(MostConditions, reader.Condition));

    private static void Condition(this ValueWriter writer, Condition condition)
    {
        writer.Embedding(condition.Text);
        writer.Optional(condition.Pooled, writer.Embedding);
        writer.Optional(condition.Area, area =>
        {
            writer.Double(area.X);
            writer.Double(area.Y);
            writer.Double(area.Width);
            writer.Double(area.Height);
            writer.Flag(area.IsShare);
        });
        writer.Optional(condition.Mask, mask =>
        {
            writer.Mask(mask.Mask);
            writer.Double(mask.Strength);
            writer.Flag(mask.IsBounded);
        });
        writer.Double(condition.Strength);
        writer.Double(condition.Start);
        writer.Double(condition.End);
        writer.Flag(condition.IsDefault);
        writer.Optional(condition.Concat, writer.Latent);
        writer.Optional(condition.ConcatMask, writer.Mask);
        writer.Optional(condition.Video, video =>
        {
            writer.Double(video.Fps);
            writer.Double(video.MotionBucket);
            writer.Double(video.Augmentation);
        });
        writer.Optional(condition.Sizes, writer.Sizes);
    }

    private static Condition Condition(this ValueReader reader) => new(reader.Embedding())
    {
        Pooled = reader.Optional(reader.Embedding),
        Area = reader.Optional(() => new ConditionArea(reader.Double(), reader.Double(), reader.Double(), reader.Double(), reader.Flag())),
        Mask = reader.Optional(() => new ConditionMask(reader.Mask(), reader.Double(), reader.Flag())),
        Strength = reader.Double(),
        Start = reader.Double(),
        End = reader.Double(),
        IsDefault = reader.Flag(),
        Concat = reader.Optional(reader.Latent),
        ConcatMask = reader.Optional(reader.Mask),
        Video = reader.Optional(() => new VideoCondition(reader.Double(), reader.Double(), reader.Double())),
        Sizes = reader.Optional(() => new PictureSizes(reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32(), reader.Int32())),
    };

    private static void Sizes(this ValueWriter writer, PictureSizes sizes)
    {
        writer.Int32(sizes.Width);
        writer.Int32(sizes.Height);
        writer.Int32(sizes.CropX);
        writer.Int32(sizes.CropY);
        writer.Int32(sizes.TargetWidth);
        writer.Int32(sizes.TargetHeight);
    }
}
