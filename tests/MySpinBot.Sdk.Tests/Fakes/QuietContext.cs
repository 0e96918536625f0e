using System.Text.Json;

namespace MySpinBot.Sdk.Tests.Fakes;

/// <summary>A context that remembers progress and has nothing else.</summary>
internal sealed class QuietContext(CancellationToken cancellation = default) : NodeContext
{
    public List<string> Reports { get; } = [];

    public override string NodeId => "node";

    public override int CallIndex => 0;

    public override CancellationToken Cancellation => cancellation;

    public override TimeProvider Time => TimeProvider.System;

    public override IArtifacts Artifacts => throw new NotSupportedException();

    public override IOutputFolder Outputs => throw new NotSupportedException();

    public override IModelShelf Models => throw new NotSupportedException();

    public override IHostTools Tools => throw new NotSupportedException();

    public override INodeLog Log => throw new NotSupportedException();

    public override void Progress(double done, double total, string? what = null) => Reports.Add(FormattableString.Invariant($"{done}/{total} {what}"));

    public override void Preview(Image image) => throw new NotSupportedException();

    public override void Show(string key, JsonElement item) => throw new NotSupportedException();

    public override string TemporaryPath(string extension = "") => throw new NotSupportedException();
}
